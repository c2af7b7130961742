import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { Approval, type ApprovalStatement, approvalBytes } from '@cutover/domain';

/** Signs a statement with the approver's Ed25519 key. */
export function signApproval(statement: ApprovalStatement, key: KeyObject): Approval {
  return Approval.parse({ ...statement, signature: sign(null, approvalBytes(statement), key).toString('base64') });
}

function spki(pem: string): Buffer | null {
  try {
    return createPublicKey(pem).export({ type: 'spki', format: 'der' });
  } catch {
    // Not a key at all: whoever asks treats it as untrusted.
    return null;
  }
}

/** Is the key that an approval names on the trust list of this lineage? Compared as keys, not as text. */
export const isTrusted = (approval: Approval, trust: readonly string[]): boolean => isTrustedKey(approval.publicKey, trust);

/** Is this public key on the trust list? */
export function isTrustedKey(publicKey: string, trust: readonly string[]): boolean {
  const own = spki(publicKey);
  return own !== null && trust.some((pem) => spki(pem)?.equals(own) === true);
}

/** Does the signature cover exactly this statement? */
export function signatureHolds(approval: Approval): boolean {
  const der = spki(approval.publicKey);
  if (der === null) return false;
  return verify(null, approvalBytes(approval), { key: der, format: 'der', type: 'spki' }, Buffer.from(approval.signature, 'base64'));
}
