import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';

export interface FilePart {
  readonly name: string;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  /** `sha256:<hex>` the bytes must have. */
  readonly sha256: string;
}

export interface Multipart {
  readonly headers: Readonly<Record<string, string>>;
  /** Opens the body for one try. */
  readonly open: () => Readable;
  /** Why the bytes were found to be others than staged, once that happened. */
  readonly fault: () => string | null;
}

/** Line breaks and quotes in a file name would end the header (as browsers write them). */
const quoted = (name: string): string => name.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const safeType = (type: string): string => (/^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream');

/**
 * A `multipart/form-data` body that streams one file behind a few fields and hashes the bytes as they pass. When size or digest are not the staged ones it
 * breaks off before the body is complete, so that nothing can be stored (contract §3).
 */
export function multipart(fields: Readonly<Record<string, string>>, file: FilePart, source: () => Readable): Multipart {
  const boundary = `----cutover-${randomUUID()}`;
  const head = Object.entries(fields)
    .map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('')
    .concat(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quoted(file.name)}"\r\n`)
    .concat(`Content-Type: ${safeType(file.mediaType)}\r\n\r\n`);
  const tail = `\r\n--${boundary}--\r\n`;
  const length = Buffer.byteLength(head) + file.size + Buffer.byteLength(tail);
  let fault: string | null = null;
  const breakOff = (why: string): Error => {
    fault = why;
    return new Error(why);
  };

  /** The file's pieces; a fault while reading is told apart from a connection that breaks while sending. */
  async function* pieces(stream: Readable): AsyncGenerator<Buffer, void, void> {
    const iterator = stream[Symbol.asyncIterator]();
    for (;;) {
      const next = await iterator.next().catch(() => {
        throw breakOff(`${file.name} cannot be read`);
      });
      if (next.done === true) return;
      yield Buffer.from(next.value);
    }
  }

  async function* body(): AsyncGenerator<Uint8Array, void, void> {
    const stream = source();
    try {
      yield Buffer.from(head);
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const piece of pieces(stream)) {
        bytes += piece.byteLength;
        if (bytes > file.size) throw breakOff(`${file.name} is larger than when it was staged`);
        hash.update(piece);
        yield piece;
      }
      if (bytes < file.size) throw breakOff(`${file.name} is smaller than when it was staged`);
      if (`sha256:${hash.digest('hex')}` !== file.sha256) throw breakOff(`${file.name} is not the file that was staged`);
      yield Buffer.from(tail);
    } finally {
      stream.destroy();
    }
  }

  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': String(length) },
    open: () => {
      fault = null;
      return Readable.from(body(), { objectMode: false });
    },
    fault: () => fault,
  };
}
