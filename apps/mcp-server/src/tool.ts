import { z } from 'zod';
import { argumentsOf } from './arguments.ts';
import type { Context } from './context.ts';
import { type Shield, shieldOf } from './privacy/shield.ts';

/** How a call is heard of and ended while it lasts. */
export interface Extra {
  readonly signal: AbortSignal;
  /** Tells the client how far it is, where it asked to be told. */
  readonly progress: (message: string, total?: number) => Promise<void>;
}

/** Hints by the protocol's names; every one is stated, and true of what the tool does. */
export interface Annotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

export type Structured = Record<string, unknown>;

/** What every tool may use: the workspace, how runs are started, and the shield between the export and whoever reads. */
export interface Use extends Context {
  readonly shield: Shield;
}

/** One tool as plain data: what a client is told of it, and what it does. No word of any SDK. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** Under 300 characters; says when to use it. */
  readonly description: string;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  readonly annotations: Annotations;
  /** Changes what the workspace knows: never beside another call that does. */
  readonly alone?: true;
  /** @throws CutoverError `bad-argument` on arguments that are not of `input`, and what the tool says */
  readonly run: (context: Context, input: unknown, extra: Extra) => Promise<Structured>;
}

interface Spec<I extends z.ZodObject, O extends z.ZodObject> extends Omit<Tool, 'input' | 'output' | 'run'> {
  readonly input: I;
  readonly output: O;
  readonly run: (use: Use, input: z.output<I>, extra: Extra) => z.output<O> | Promise<z.output<O>>;
}

/** A tool whose arguments and results are held to their schemas, and whose result went through the shield. */
export function defineTool<I extends z.ZodObject, O extends z.ZodObject>(spec: Spec<I, O>): Tool {
  return Object.freeze({
    ...spec,
    run: async (context: Context, input: unknown, extra: Extra): Promise<Structured> => {
      const shield = shieldOf(context.ws);
      const result = await spec.run({ ...context, shield }, argumentsOf(spec.name, spec.input, input), extra);
      return z.record(z.string(), z.unknown()).parse(shield.sweep(spec.output.parse(result)));
    },
  });
}

/** Only looks, at the ledger alone. */
export const READS: Annotations = Object.freeze({ readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false });

/** Changes what the workspace knows, nothing in Pipedrive. */
export const LOCAL: Annotations = Object.freeze({
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
});
