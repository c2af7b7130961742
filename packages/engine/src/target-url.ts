import { CutoverError } from '@cutover/domain';

export interface TargetAddress {
  /** Origin without a trailing slash. */
  readonly url: string;
  /** Host with port: what tokens are bound to. */
  readonly host: string;
  readonly loopback: boolean;
}

const COMPANY_HOST = /^[a-z0-9][a-z0-9-]*\.pipedrive\.com$/;

/**
 * A target's address, if it is one Cutover may talk to: `https://<company>.pipedrive.com`, `http://127.0.0.1:PORT`, or an `https` host a person allowed.
 * @throws CutoverError `target-not-allowed`
 */
export function parseTarget(text: string, allowedHost: string | null): TargetAddress {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new CutoverError('target-not-allowed', `--target ${text} is not an address`, {
      cause,
      expected: 'https://<company>.pipedrive.com',
    });
  }
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '' && /^\/?$/.test(url.pathname);
  const loopback = url.protocol === 'http:' && url.hostname === '127.0.0.1';
  const company = url.protocol === 'https:' && url.port === '' && COMPANY_HOST.test(url.hostname);
  const allowed = url.protocol === 'https:' && allowedHost !== null && url.host === allowedHost;
  if (!plain || !(loopback || company || allowed)) {
    throw new CutoverError('target-not-allowed', `--target ${url.origin} is not a Pipedrive company's address`, {
      found: url.origin,
      expected: 'https://<company>.pipedrive.com, or http://127.0.0.1:PORT for a sandbox',
    });
  }
  return { url: url.origin, host: url.host, loopback };
}
