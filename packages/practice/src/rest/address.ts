import { CutoverError } from '@cutover/domain';

export interface SourceAddress {
  /** Without a trailing slash; may hold a path that all endpoints begin with. */
  readonly url: string;
  /** Host with port: what the key is bound to. */
  readonly host: string;
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Whether a `--source` is an address and not a path. */
export const isAddress = (source: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(source);

/** The address of an account: https, or http on this machine. @throws CutoverError `usage` */
export function parseSourceAddress(text: string): SourceAddress {
  const refuse = (why: string, cause?: unknown) =>
    new CutoverError('usage', `--source ${why}`, {
      expected: 'https://host[/path], or http://127.0.0.1:PORT',
      ...(cause === undefined ? {} : { cause }),
    });
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw refuse('is not an address', cause);
  }
  // The text itself is not repeated: it may hold a password.
  if (url.username !== '' || url.password !== '') throw refuse(`${url.host} holds a name or password; the key comes from the environment`);
  if (url.search !== '' || url.hash !== '') throw refuse(`${url.origin}${url.pathname} has a ? or # in it`);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.has(url.hostname)))
    throw refuse(`${url.origin} is neither https nor on this machine`);
  return { url: `${url.origin}${url.pathname.replace(/\/+$/, '')}`, host: url.host };
}

/** An address that the source itself gave, if it is on the source's own host. @throws CutoverError `source-refused` */
export function sameHost(text: string, from: URL): URL {
  const url = URL.parse(text, from.href);
  if (url !== null && url.origin === from.origin && url.username === '' && url.password === '') return url;
  throw new CutoverError(
    'source-refused',
    `${from.origin} points to ${url === null ? 'something that is no address' : url.origin}: not followed`,
    {
      found: url?.origin ?? text.slice(0, 100),
      expected: from.origin,
    },
  );
}
