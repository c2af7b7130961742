import { createHash } from 'node:crypto';
import { type Attachment, Digest } from '@cutover/domain';
import { chunksOf, type ExportFiles } from './files.ts';
import { HEAD_BYTES, mediaTypeOf } from './media-type.ts';

/** A file as it will be uploaded: size and hash over its bytes, streamed. */
export async function readAttachment(files: ExportFiles, path: string): Promise<Attachment> {
  const hash = createHash('sha256');
  let head = Buffer.alloc(0);
  let size = 0;
  for await (const chunk of chunksOf(files, path)) {
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
    hash.update(chunk);
    size += chunk.length;
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { path, name, size, sha256: Digest.parse(`sha256:${hash.digest('hex')}`), mediaType: await mediaTypeOf(head, name) };
}
