import type { FastifyRequest } from 'fastify';
import type { ApiVersion } from '../core/errors.ts';
import { badRequestV2, v1Error } from '../core/errors.ts';
import type { Upload } from '../core/route.ts';

type Read = { readonly body: unknown; readonly upload: Upload | null };

/** What a request carries: JSON, a form, or a form with one file. No body is `undefined`. */
export async function readBody(request: FastifyRequest, api: ApiVersion): Promise<Read> {
  if (api === 'v1' && request.isMultipart()) return readParts(request);
  const text = typeof request.body === 'string' ? request.body : '';
  const type = request.headers['content-type'] ?? '';
  // v1 takes forms, v2 JSON alone (api-facts §1.1).
  if (api === 'v1' && type.startsWith('application/x-www-form-urlencoded'))
    return { body: Object.fromEntries(new URLSearchParams(text)), upload: null };
  if (text.trim() === '') return { body: request.method === 'GET' || request.method === 'DELETE' ? undefined : {}, upload: null };
  try {
    const body: unknown = JSON.parse(text);
    return { body, upload: null };
  } catch {
    throw api === 'v2' ? badRequestV2('Request body is not valid JSON') : v1Error(400, 'Request body is not valid JSON.');
  }
}

async function readParts(request: FastifyRequest): Promise<Read> {
  const fields: Record<string, string> = {};
  let upload: Upload | null = null;
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      const bytes = await part.toBuffer();
      if (part.fieldname === 'file') upload = { name: part.filename, mediaType: part.mimetype, bytes };
    } else fields[part.fieldname] = String(part.value);
  }
  return { body: fields, upload };
}
