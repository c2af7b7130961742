export type { ChatOptions } from './options.ts';
export { runChat } from './run-chat.ts';
