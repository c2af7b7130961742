import { z } from 'zod';

const Env = z.object({
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/ }).default('https://api.openai.com/v1'),
  OPENAI_API_KEY: z.string().trim().default(''),
  CUTOVER_MODEL: z.string().trim().default(''),
});

export interface ModelConfig {
  readonly baseURL: string;
  readonly apiKey: string;
  readonly model: string;
}

/** Which model is configured, if any; or what is wrong with the configuration. */
export type ModelChoice =
  | { readonly use: 'model'; readonly config: ModelConfig }
  | { readonly use: 'guide' /** Said when the configuration is half there. */; readonly because: string | null };

/**
 * Reads OPENAI_BASE_URL, OPENAI_API_KEY and CUTOVER_MODEL. A model needs its name, and a key or an endpoint of its own (a local server may
 * ask for no key); otherwise the built-in guide is at work.
 */
export function modelChoice(env: Readonly<Record<string, string | undefined>>): ModelChoice {
  const named = Object.fromEntries(
    Object.entries(env).filter(([key, value]) => key in Env.shape && value !== undefined && value.trim() !== ''),
  );
  const parsed = Env.safeParse(named);
  if (!parsed.success) return { use: 'guide', because: 'OPENAI_BASE_URL is not an http(s) address' };
  const { OPENAI_BASE_URL: baseURL, OPENAI_API_KEY: apiKey, CUTOVER_MODEL: model } = parsed.data;
  const ownEndpoint = 'OPENAI_BASE_URL' in named;
  if (model === '') return { use: 'guide', because: apiKey !== '' || ownEndpoint ? 'CUTOVER_MODEL names no model' : null };
  if (apiKey === '' && !ownEndpoint) return { use: 'guide', because: 'OPENAI_API_KEY is not set' };
  return { use: 'model', config: { baseURL, apiKey, model } };
}
