import type { AgentEvent } from '../events.ts';
import type { Mind } from '../loop/mind.ts';
import type { Hand } from '../mcp/hand.ts';
import { ToolSaidNo } from '../mcp/reads.ts';
import type { Transcript } from '../transcript.ts';
import { leave, merge, put, set, use } from './change.ts';
import { diff, estimate, plan, report } from './figures.ts';
import { parseRequest, type Request } from './grammar.ts';
import { helpText } from './help.ts';
import { open, uncertain, why } from './look.ts';
import { make } from './make.ts';
import { bestOf } from './names.ts';
import { give } from './owners.ts';
import { leadOn, next, start, status, stop } from './road.ts';
import { type Act, paragraph, type Question, type Talk } from './talk.ts';

export const GUIDE_NAME = 'built-in guide';

export interface GuideOptions {
  readonly hand: Hand;
  readonly transcript: Transcript;
}

const LOST =
  'I do not understand that. I am the built-in guide, not a model: I know plain requests such as "make discovery calls tasks", "put Mobile into phone", "why is Tier a single-select?" or "what is still open?". "help" lists them all.';

const BACK =
  'Say what should be otherwise, as a plain request: "put Mobile into phone", "make discovery calls tasks", "give Dana\'s records to Sam"; or ask "why is Tier a single-select?". What I change waits for your answer (/decisions). What the sample has written already stays as it is: /rollback takes it back, then /sample asks for your yes and loads it anew.';

const YOURS = {
  approve: 'Approving is yours alone: no request to me opens a gate. /plan, /diff and /rollback lead to the summary and your key.',
  answer:
    'Answers are yours alone: /decisions shows each proposal with the keys to accept, change or reject it. I can revise proposals: "help" says how.',
} as const;

/** The built-in guide: needs no model and no network, and does what it does by the same tools a model would call. */
export function createGuide({ hand, transcript }: GuideOptions): Mind {
  let question: Question | null = null;
  let current = new AbortController().signal;

  async function* turn(said: string, act: (talk: Talk) => Act, signal: AbortSignal): Act {
    current = signal;
    let lead = false;
    let text = '';
    const talk: Talk = {
      hand,
      said,
      get signal() {
        return current;
      },
      ask: (asked) => {
        question = asked;
      },
      lead: () => {
        lead = true;
      },
    };
    leadAtEnd = talk.lead;
    try {
      for await (const event of followed(talk, act(talk), () => lead)) {
        if (event.type === 'text') text += event.delta;
        yield event;
      }
    } finally {
      await transcript.keep({ type: 'guide', text });
    }
  }

  /** Set anew each turn: an act that waited for an answer leads at the end of the turn it is done in. */
  let leadAtEnd = (): void => undefined;

  async function* followed(talk: Talk, act: Act, lead: () => boolean): Act {
    try {
      yield* act;
    } catch (thrown) {
      if (!(thrown instanceof ToolSaidNo)) throw thrown;
      yield* saidNo(thrown);
    }
    if (lead()) yield* leadOn(talk);
  }

  async function* answer(text: string, signal: AbortSignal): Act {
    const asked = question;
    const chosen = asked === null ? [] : choiceOf(text, asked);
    if (chosen.length > 0) {
      question = null;
      return yield* turn(
        text,
        async function* () {
          for (const option of chosen) yield* option.act();
          leadAtEnd();
        },
        signal,
      );
    }
    const request = parseRequest(text);
    if (request === null && asked !== null) {
      return yield* turn(
        text,
        async function* () {
          yield paragraph(`Please say one of: ${asked.options.map(({ label }, index) => `${index + 1} ${label}`).join(', ')}.`);
        },
        signal,
      );
    }
    question = null;
    yield* turn(text, (talk) => done(talk, request), signal);
  }

  const review = (signal: AbortSignal): AsyncGenerator<AgentEvent> => turn('what is uncertain?', uncertain, signal);

  return Object.freeze({ answer, review });
}

/** What a tool's no means to the person. */
function* saidNo({ outcome }: ToolSaidNo): Generator<AgentEvent> {
  if (outcome.is === 'gate') {
    yield paragraph(
      `The ${outcome.refusal.gate} gate is closed (${outcome.refusal.reason}). Only you can open it, with your key: ${outcome.refusal.ask}`,
    );
  } else if (outcome.code === 'no-plan' || outcome.code === 'not-extracted') {
    yield paragraph('There is no plan yet. Say "start" and I read the export and draft one.');
  } else yield paragraph(`That did not work: ${outcome.message}`);
}

/** The options an answer to a question names: by number, by name, or all of them. */
function choiceOf(text: string, { options }: Question): Question['options'] {
  const said = text.trim().replace(/[.)!]+$/, '');
  if (/^(all|both|each|every one|all of them)$/i.test(said)) return options;
  if (/^\d+$/.test(said)) {
    const option = options[Number(said) - 1];
    return option === undefined ? [] : [option];
  }
  const found = bestOf(said, options, ({ label }) => [label]);
  return found.length === 1 ? found : [];
}

function done(talk: Talk, request: Request | null): Act {
  if (request === null) return said(LOST);
  switch (request.do) {
    case 'help':
      return said(helpText());
    case 'hello':
      return hello(talk);
    case 'status':
      return status(talk);
    case 'plan':
      return plan(talk);
    case 'next':
      return next(talk);
    case 'uncertain':
      return uncertain(talk);
    case 'estimate':
      return estimate(talk);
    case 'diff':
      return diff(talk);
    case 'report':
      return report(talk);
    case 'stop':
      return stop(talk);
    case 'open':
      return open(talk, request.about);
    case 'run':
      return start(talk, request.kind);
    case 'back':
      return said(BACK);
    case 'yours':
      return said(YOURS[request.what]);
    case 'make':
      return make(talk, request.what, request.into);
    case 'put':
      return put(talk, request.what, request.into);
    case 'leave':
      return leave(talk, request.what);
    case 'why':
      return why(talk, request.about);
    case 'use':
      return use(talk, request.what, request.on);
    case 'give':
      return give(talk, request.from, request.to);
    case 'merge':
      return merge(talk, request.from, request.into);
    case 'set':
      return set(talk, request.what, request.to);
  }
}

async function* said(text: string): Act {
  yield paragraph(text);
}

async function* hello(talk: Talk): Act {
  yield paragraph('Hello. I am the built-in guide: I draft the plan, you decide. "help" lists what I understand.');
  talk.lead();
}
