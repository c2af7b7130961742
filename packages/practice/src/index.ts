export { type ExportFile, type ExportFiles, openFolder } from './files.ts';
export { LIMITS, type Limits } from './limits.ts';
export { filesInMemory } from './memory-files.ts';
export { openExport, withArchives } from './open-export.ts';
export type { Hints } from './open-tables.ts';
export { type OpenExport, type ReadOptions, readExport, readTables } from './read-export.ts';
export type { StageSink } from './stage.ts';
export type { SourceRecord, TableSource } from './table.ts';
