import { crc32, deflateRawSync } from 'node:zlib';

/** A file to be put into an archive; what is odd about it is said, everything else is as it should be. */
export interface Packing {
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly link?: boolean;
  readonly encrypted?: boolean;
  /** Says another check sum than the true one. */
  readonly damaged?: boolean;
  readonly stored?: boolean;
}

function headerOf(file: Packing): { local: Buffer; central: Buffer; body: Buffer } {
  const bytes = Buffer.from(file.content);
  const body = file.stored ? bytes : deflateRawSync(bytes, { level: 9 });
  const name = Buffer.from(file.path);
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt16LE(0x800 | (file.encrypted ? 1 : 0), 2);
  shared.writeUInt16LE(file.stored ? 0 : 8, 4);
  shared.writeUInt16LE(0x21, 8);
  shared.writeUInt32LE((crc32(bytes) ^ (file.damaged ? 1 : 0)) >>> 0, 10);
  shared.writeUInt32LE(body.length, 14);
  shared.writeUInt32LE(bytes.length, 18);
  shared.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, name]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(((file.link ? 0o120777 : 0o100644) << 16) >>> 0, 6);
  const central = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), shared, rest, name]);
  return { local, central, body };
}

/** An archive with these files, each exactly as told: what tools that make archives refuse to write can be written here. */
export function pack(files: readonly Packing[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const file of files) {
    const { local, central, body } = headerOf(file);
    central.writeUInt32LE(at, 42);
    parts.push(local, body);
    directory.push(central);
    at += local.length + body.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listing, end]);
}
