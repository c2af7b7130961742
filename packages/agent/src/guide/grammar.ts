/** What the guide can be asked for. Phrases are as the person wrote them. */
export type Request =
  | { readonly do: 'help' | 'status' | 'plan' | 'next' | 'uncertain' | 'estimate' | 'diff' | 'report' | 'stop' | 'hello' }
  | { readonly do: 'back' }
  | { readonly do: 'open'; readonly about: string | null }
  | { readonly do: 'run'; readonly kind: 'schema' | 'sample' | 'full' | 'verify' | 'rollback' }
  | { readonly do: 'yours'; readonly what: 'approve' | 'answer' }
  | { readonly do: 'make'; readonly what: string; readonly into: string }
  | { readonly do: 'put'; readonly what: string; readonly into: string }
  | { readonly do: 'leave'; readonly what: string }
  | { readonly do: 'why'; readonly about: string }
  | { readonly do: 'use'; readonly what: string; readonly on: string | null }
  | { readonly do: 'give'; readonly from: string; readonly to: string }
  | { readonly do: 'merge'; readonly from: string; readonly into: string }
  | { readonly do: 'set'; readonly what: string; readonly to: string };

interface Rule {
  readonly says: RegExp;
  readonly means: (groups: Readonly<Record<string, string>>) => Request;
}

const rule = (says: RegExp, means: Rule['means']): Rule => Object.freeze({ says, means });
const just = (says: RegExp, request: Request): Rule => rule(says, () => request);

/** In the order in which they are tried: whole sentences first, then the ones with room for names. */
const RULES: readonly Rule[] = Object.freeze([
  just(/^(help|\?|what can (you|i) (do|say)|commands|options)$/, { do: 'help' }),
  just(/^(hi|hello|hey|good (morning|afternoon|evening))( there)?$/, { do: 'hello' }),
  just(
    /^((show |what is |what's )?(the |my )?status|where (are we|am i|do we stand|is the (load|run|migration))|how far (are we|is it)|how is (it|the (load|run)) (going|doing))$/,
    { do: 'status' },
  ),
  just(/^(show (me )?)?(the |my )?plan$/, { do: 'plan' }),
  just(
    /^(start|begin|next|next step|go on|go ahead|continue|proceed|ok|okay|what( is|'s)? next|what comes next|what now|let'?s (go|start))$/,
    { do: 'next' },
  ),
  just(
    /^((what|which)( ones| decisions| proposals)? (is|are) (still )?(uncertain|unsure|doubtful)|(show (me )?)?(the )?(uncertain|doubtful)( ones| decisions| proposals)?|review( the uncertain (ones|decisions|proposals))?|what are you (not sure|unsure) (of|about))$/,
    { do: 'uncertain' },
  ),
  just(
    /^((show (me )?)?(the |an )?(estimate|cost|costs)|what (will|does|would) (it|this|that) (cost|take)|how (long|much|many tokens) (will|does|would) (it|this|the load) (take|cost|need))$/,
    { do: 'estimate' },
  ),
  just(/^((show (me )?)?(the )?(differences?|diff)( of the sample)?|compare( the sample)?|what (is|was) different)$/, { do: 'diff' }),
  just(/^((show (me )?|make (me )?)?(the |a )?report)$/, { do: 'report' }),
  just(/^(stop|cancel|pause|halt|abort)( (the )?(run|load|sample))?$/, { do: 'stop' }),
  just(/^(create|make|set up|load|run) (the )?(schema|fields)( in pipedrive)?$/, { do: 'run', kind: 'schema' }),
  just(/^(load|run|start|do|make|try)( me)? (the |a )?sample( load)?$/, { do: 'run', kind: 'sample' }),
  just(/^((load|run|start|do|migrate) (everything|all|the rest|(the )?full( load| run| migration)?|the whole thing)|full load)$/, {
    do: 'run',
    kind: 'full',
  }),
  just(/^(verify|check)( (it|everything|all|the load|the result))?$/, { do: 'run', kind: 'verify' }),
  just(/^(roll( it)? back|rollback|undo (everything|the (load|migration)))$/, { do: 'run', kind: 'rollback' }),
  just(/^the sample (is not what i want yet|differs from the plan)\b.*$/, { do: 'back' }),
  just(/^(approve|sign|i approve|open the gate|confirm)\b.*$/, { do: 'yours', what: 'approve' }),
  just(/^(accept|answer|yes|reject|decide)\b.*$/, { do: 'yours', what: 'answer' }),
  rule(
    /^(what|which)( decisions| questions| ones)? (is|are|remains?)( still)? (open|left|undecided|missing)( (for|about|in|with) (?<about>.+))?$/,
    ({ about }) => ({ do: 'open', about: about ?? null }),
  ),
  rule(/^(show (me )?)?(the )?(open )?(decisions|questions)( (for|about|of|in|on) (?<about>.+))?$/, ({ about }) => ({
    do: 'open',
    about: about ?? null,
  })),
  rule(/^(why|how come)( (is|are|does|do|did|was|will|would))? (?<about>.+)$/, ({ about = '' }) => ({ do: 'why', about })),
  rule(
    /^(explain|tell me about|what (is|about|happens (to|with)|becomes of)|where does|where do|show (me )?) ?(?<about>.+?)( go( to)?)?$/,
    ({ about = '' }) => ({ do: 'why', about }),
  ),
  rule(/^(give|hand|assign|transfer|pass)( over)?( all( of)?)? (?<from>.+?) (over )?to (?<to>.+)$/, ({ from = '', to = '' }) => ({
    do: 'give',
    from,
    to,
  })),
  rule(/^merge (?<from>.+?) (into|in|with|to) (?<into>.+)$/, ({ from = '', into = '' }) => ({ do: 'merge', from, into })),
  rule(
    /^(leave (?<a>.+?) (out|behind|away)|leave out (?<b>.+)|(ignore|skip|drop|omit|forget) (?<c>.+)|(do not|don'?t) (migrate|bring|load|take|move) (?<d>.+))$/,
    ({ a, b, c, d }) => ({ do: 'leave', what: a ?? b ?? c ?? d ?? '' }),
  ),
  rule(
    /^(put|map|move|write|load|bring|send|store|save) (?<what>.+?) (into|in|to|onto|on|under|as) (?<into>.+)$/,
    ({ what = '', into = '' }) => ({ do: 'put', what, into }),
  ),
  rule(/^set (?<what>.+?) to (?<to>.+)$/, ({ what = '', to = '' }) => ({ do: 'set', what, to })),
  rule(/^(use|take|choose|prefer|keep) (?<what>.+?)( (for|on|in|as|with) (?<on>.+))?$/, ({ what = '', on }) => ({
    do: 'use',
    what,
    on: on ?? null,
  })),
  rule(/^(turn|change|make|treat|count|mark|load) (?<what>.+?) (into|to|as) (?<into>.+)$/, ({ what = '', into = '' }) => ({
    do: 'make',
    what,
    into,
  })),
  rule(/^(?<what>.+?) (should|shall|must|has to|have to|ought to) (be|become|go (in)?to) (?<into>.+)$/, ({ what = '', into = '' }) => ({
    do: 'make',
    what,
    into,
  })),
  rule(/^(make|call) (?<what>.+)$/, ({ what = '' }) => ({ do: 'make', what, into: '' })),
]);

/**
 * Reads a plain request; null when it is none the guide knows. `make X Y` has no word between its parts: then `into` is empty and `what` holds
 * both, to be parted by the names there are.
 */
export function parseRequest(text: string): Request | null {
  const said = text
    .trim()
    .replace(/[’‘]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/[.!?\s]+$/, '')
    .replace(/^(please|could you|can you|would you|now|and|then)[, ]+/i, '')
    .replace(/,? please$/i, '');
  if (said === '') return null;
  for (const { says, means } of RULES) {
    const match = new RegExp(says.source, 'i').exec(said);
    if (match !== null) return means(known(match.groups ?? {}));
  }
  return said === '?' || text.trim() === '?' ? { do: 'help' } : null;
}

/** Named groups that took part, without quotation marks around them. */
function known(groups: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).flatMap(([key, value]) => (value === undefined ? [] : [[key, value.replace(/^["'“„]+|["'”“]+$/g, '').trim()]])),
  );
}
