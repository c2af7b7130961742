export { type ExportFile, type ExportFiles, openFolder } from './files.ts';
export { filesInMemory } from './memory-files.ts';
export { type OpenExport, type ReadOptions, readExport, readTables } from './read-export.ts';
export type { StageSink } from './stage.ts';
export type { SourceRecord, TableSource } from './table.ts';
