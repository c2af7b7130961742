import { createWriteStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Bytes that can be read at any place, as archives need it. */
export interface Bytes {
  readonly size: number;
  /** Fills the buffer's range from that place on; refuses when the bytes end before. */
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<void>;
  close(): Promise<void>;
}

const ENDS_EARLY = 'the file ends before the place it was to be read from';

export function bytesInMemory(all: Buffer): Bytes {
  return {
    size: all.length,
    read(buffer, offset, length, position) {
      if (position < 0 || position + length > all.length) return Promise.reject(new RangeError(ENDS_EARLY));
      all.copy(buffer, offset, position, position + length);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}

async function readFully(handle: FileHandle, buffer: Buffer, offset: number, length: number, position: number): Promise<void> {
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, offset + done, length - done, position + done);
    if (bytesRead === 0) throw new RangeError(ENDS_EARLY);
    done += bytesRead;
  }
}

/** A file, opened for each piece that is read of it, so that nobody has to remember to close it. */
export async function bytesOfFile(path: string): Promise<Bytes> {
  const { size } = await stat(path);
  return {
    size,
    async read(buffer, offset, length, position) {
      const handle = await open(path, 'r');
      try {
        await readFully(handle, buffer, offset, length, position);
      } finally {
        await handle.close();
      }
    },
    close: () => Promise.resolve(),
  };
}

/** A stream's bytes in a temporary file that nobody else sees; it is gone when it is closed. */
export async function spooled(stream: Readable): Promise<Bytes> {
  const folder = await mkdtemp(join(tmpdir(), 'cutover-'));
  const drop = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'part');
    await pipeline(stream, createWriteStream(path, { mode: 0o600 }));
    const handle = await open(path, 'r');
    const { size } = await handle.stat();
    // Where the system lets an open file be removed, not even a killed process leaves it behind.
    const early = await drop().then(
      () => true,
      () => false,
    );
    return {
      size,
      read: (buffer, offset, length, position) => readFully(handle, buffer, offset, length, position),
      async close() {
        await handle.close();
        if (!early) await drop();
      },
    };
  } catch (thrown) {
    await drop();
    throw thrown;
  }
}
