export { createServer } from './adapter.ts';
export type { Context } from './context.ts';
export { PROMPTS } from './prompts.ts';
export { RESOURCES } from './resources.ts';
export { refusePassphrase, serveStdio } from './serve.ts';
export { type HttpServer, serveHttp } from './serve-http.ts';
export type { Annotations, Tool } from './tool.ts';
export { TOOLS } from './tools/index.ts';
