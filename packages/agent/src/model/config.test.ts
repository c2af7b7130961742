import { expect, test } from 'vitest';
import { compatOf } from './compat.ts';
import { modelChoice } from './config.ts';

test.each([
  [{}, { use: 'guide', because: null }],
  [{ CUTOVER_MODEL: 'm' }, { use: 'guide', because: 'OPENAI_API_KEY is not set' }],
  [{ OPENAI_API_KEY: 'k' }, { use: 'guide', because: 'CUTOVER_MODEL names no model' }],
  [
    { OPENAI_API_KEY: 'k', CUTOVER_MODEL: ' ' },
    { use: 'guide', because: 'CUTOVER_MODEL names no model' },
  ],
  [
    { OPENAI_BASE_URL: 'ftp://x', CUTOVER_MODEL: 'm' },
    { use: 'guide', because: 'OPENAI_BASE_URL is not an http(s) address' },
  ],
  [
    { OPENAI_API_KEY: 'k', CUTOVER_MODEL: 'm' },
    { use: 'model', config: { baseURL: 'https://api.openai.com/v1', apiKey: 'k', model: 'm' } },
  ],
  [
    { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', CUTOVER_MODEL: 'm' },
    { use: 'model', config: { baseURL: 'http://127.0.0.1:9/v1', apiKey: '', model: 'm' } },
  ],
])('%j', (env, choice) => {
  expect(modelChoice(env)).toEqual(choice);
});

test('what is known of a provider goes by its address', () => {
  expect(compatOf('https://api.openai.com/v1').maxTokensField).toBe('max_completion_tokens');
  expect(compatOf('https://notopenai.com/v1').maxTokensField).toBe('max_tokens');
  expect(compatOf('http://127.0.0.1:11434/v1').streamsToolCalls).toBe(false);
  expect(compatOf('http://127.0.0.1:11434/v1', { streamsToolCalls: true }).streamsToolCalls).toBe(true);
});
