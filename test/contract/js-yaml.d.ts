declare module 'js-yaml' {
  const yaml: {
    /** @throws YAMLException when the text is no YAML */
    readonly load: (text: string) => unknown;
  };
  export default yaml;
}
