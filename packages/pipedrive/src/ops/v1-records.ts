import type { Readable } from 'node:stream';
import { Digest } from '@cutover/domain';
import { z } from 'zod';
import type { Caller } from '../call.ts';
import type { Operation } from '../data/operations.ts';
import { multipart } from '../http/multipart.ts';
import { type Page, pagesV1 } from '../pages.ts';
import { WireFile, WireNote, WireRelationship } from '../wire/answers.ts';
import { FileCreate, NoteCreate, NoteUpdate, RelationshipCreate } from '../wire/bodies.ts';
import { one } from '../wire/envelope.ts';
import { FileQuery, NoteQuery, parametersOf } from '../wire/queries.ts';
import type { Records } from './records.ts';
import { checkedBody, removeRecord, type WriteResult, writeRecord } from './write.ts';

/** v1 pages: 500 at most, files 100 (api-facts §6). */
const NOTES_PAGE = 500;
const FILES_PAGE = 100;

export type Notes = Records<WireNote, NoteQuery, NoteCreate, NoteUpdate>;

export const notes = (caller: Caller): Notes => ({
  pages: (query) => pagesV1(caller, { operation: 'getNotes', query: parametersOf(NoteQuery, query ?? {}) }, WireNote, NOTES_PAGE),
  get: (id) => caller.read({ operation: 'getNote', params: { id } }, one(WireNote)),
  create: async (body) => writeRecord(caller, { operation: 'addNote', body: { json: checkedBody(NoteCreate, body, 'addNote') } }, WireNote),
  update: async (id, body) =>
    writeRecord(caller, { operation: 'updateNote', params: { id }, body: { json: checkedBody(NoteUpdate, body, 'updateNote') } }, WireNote),
  remove: (id) => removeRecord(caller, { operation: 'deleteNote', params: { id } }, id),
});

export interface FileParent {
  readonly entity: 'deal' | 'person' | 'organization';
  readonly id: number;
}

export interface Files {
  /** All files, or those of one deal, person or organization; pages of at most 100. */
  pages(query?: FileQuery, parent?: FileParent): AsyncGenerator<Page<WireFile>, void, void>;
  get(id: number): Promise<WireFile | null>;
  /**
   * Sends the bytes while hashing them; `open` gives them from the start, for each try anew. Refused with `source-unreadable` when they are not the staged
   * ones: the request is broken off before its end, so nothing was stored.
   */
  upload(body: FileCreate, open: () => Readable): Promise<WriteResult<WireFile>>;
  /** Digest and size of its bytes, which are read and not kept; null: no such file, or not visible. */
  digest(id: number, most: number): Promise<FileBytes | null>;
  remove(id: number): Promise<WriteResult<null>>;
}

const FileBytes = z.strictObject({ sha256: Digest, size: z.number().int() });
export type FileBytes = z.infer<typeof FileBytes>;

const FILES_OF: Readonly<Record<FileParent['entity'], Operation>> = {
  deal: 'getDealFiles',
  person: 'getPersonFiles',
  organization: 'getOrganizationFiles',
};

export const files = (caller: Caller): Files => ({
  pages(query, parent) {
    const parameters = parametersOf(FileQuery, query ?? {});
    const spec =
      parent === undefined
        ? { operation: 'getFiles' as const, query: parameters }
        : { operation: FILES_OF[parent.entity], params: { id: parent.id }, query: parameters };
    return pagesV1(caller, spec, WireFile, FILES_PAGE);
  },
  get: (id) => caller.read({ operation: 'getFile', params: { id } }, one(WireFile)),
  async upload(body, open) {
    const { name, mediaType, size, sha256, path: _, ...links } = checkedBody(FileCreate, body, 'addFile');
    const fields = Object.entries(links).flatMap(([key, id]): [string, string][] => (id === undefined ? [] : [[key, String(id)]]));
    const form = multipart(Object.fromEntries(fields), { name, mediaType, size, sha256 }, open);
    const result = await writeRecord(caller, { operation: 'addFile', body: { open: form.open, headers: form.headers } }, WireFile);
    const fault = form.fault();
    if (result.outcome === 'done' || fault === null) return result;
    return { outcome: 'refused', code: 'source-unreadable', kind: 'validation', status: null, reason: fault };
  },
  digest: (id, most) => caller.read({ operation: 'downloadFile', params: { id }, hashed: most }, FileBytes),
  remove: (id) => removeRecord(caller, { operation: 'deleteFile', params: { id } }, id),
});

export interface Relationships {
  /** All relationships of one organization (20 tokens). */
  pages(organization: number): AsyncGenerator<Page<WireRelationship>, void, void>;
  create(body: RelationshipCreate): Promise<WriteResult<WireRelationship>>;
  remove(id: number): Promise<WriteResult<null>>;
}

export const relationships = (caller: Caller): Relationships => ({
  pages: (organization) =>
    pagesV1(caller, { operation: 'getOrganizationRelationships', query: { org_id: String(organization) } }, WireRelationship, null),
  create: async (body) =>
    writeRecord(
      caller,
      { operation: 'addOrganizationRelationship', body: { json: checkedBody(RelationshipCreate, body, 'addOrganizationRelationship') } },
      WireRelationship,
    ),
  remove: (id) => removeRecord(caller, { operation: 'deleteOrganizationRelationship', params: { id } }, id),
});
