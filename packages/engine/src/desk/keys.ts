import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { CutoverError } from '@cutover/domain';

const MIN_PASSPHRASE = 8;

/**
 * Makes an approver's Ed25519 key: `file` (encrypted PKCS#8 PEM, mode 0600) and `file.pub` (SPKI PEM).
 * @throws CutoverError `bad-key` when a file is there already or the passphrase is too short
 */
export function newKey(file: string, passphrase: string): { file: string; publicFile: string } {
  const publicFile = `${file}.pub`;
  for (const path of [file, publicFile]) {
    if (existsSync(path))
      throw new CutoverError('bad-key', `${path} exists already; a key is never overwritten`, { place: { file: path } });
  }
  if (passphrase.length < MIN_PASSPHRASE) {
    throw new CutoverError('bad-key', `the passphrase has ${passphrase.length} characters; at least ${MIN_PASSPHRASE} are needed`);
  }
  const pair = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  writeFileSync(file, pair.privateKey, { mode: 0o600, flag: 'wx' });
  writeFileSync(publicFile, pair.publicKey, { mode: 0o644, flag: 'wx' });
  return { file, publicFile };
}

/** A key pair that lives only in this process, for the example migration. */
export function throwAwayKey(): { key: KeyObject; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { key: privateKey, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

/** Opens an approver's key file. @throws CutoverError `bad-key` */
export function openKey(file: string, passphrase: string): KeyObject {
  const pem = readPem(file);
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, passphrase });
  } catch (cause) {
    throw new CutoverError('bad-key', `${file} does not open: wrong passphrase, or not a private key in PEM`, { place: { file }, cause });
  }
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new CutoverError('bad-key', `${file} holds a ${key.asymmetricKeyType} key; an Ed25519 key is needed`, { place: { file } });
  }
  return key;
}

/** A trusted public key from its file, in one canonical spelling. @throws CutoverError `bad-key` */
export function readPublicKey(file: string): string {
  const pem = readPem(file);
  if (/PRIVATE KEY/.test(pem))
    throw new CutoverError('bad-key', `${file} is a private key; --trust takes the .pub file`, { place: { file } });
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key.export({ type: 'spki', format: 'pem' }).toString();
  } catch (cause) {
    throw new CutoverError('bad-key', `${file} is no public key in PEM`, { place: { file }, cause });
  }
  throw new CutoverError('bad-key', `${file} is not an Ed25519 key`, { place: { file } });
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CutoverError('bad-key', `the key file ${file} cannot be read`, { place: { file }, cause });
  }
}
