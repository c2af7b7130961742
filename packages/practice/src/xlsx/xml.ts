import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';

/** What is done with the parts of an XML text as they pass by. Names come without their prefix. */
export interface XmlHandler {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

const bare = (name: string): string => {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
};

/** The parser: it expands no entity beyond the five of XML, so nothing in it can grow. @throws Error on damage */
function parserFor(handler: XmlHandler): SaxesParser {
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => handler.open?.(bare(tag.name), tag.attributes));
  if (handler.text !== undefined) parser.on('text', (text) => handler.text?.(text));
  parser.on('closetag', (tag) => handler.close?.(bare(tag.name)));
  return parser;
}

/** Reads an XML text piece by piece; after each piece the caller may take up what has come together. @throws Error on damage */
export async function* xmlPieces(stream: Readable, handler: XmlHandler): AsyncGenerator<void> {
  const parser = parserFor(handler);
  const decoder = new StringDecoder('utf8');
  try {
    for await (const chunk of stream) {
      parser.write(decoder.write(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk)));
      yield;
    }
    parser.write(decoder.end()).close();
    yield;
  } finally {
    stream.destroy();
  }
}

/** Reads an XML text to its end. @throws Error on damage */
export async function readXml(stream: Readable, handler: XmlHandler): Promise<void> {
  for await (const _ of xmlPieces(stream, handler));
}
