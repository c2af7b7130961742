/** What the guide understands: an example of each sentence, and what comes of it. The same table stands in the package's README. */
export const GUIDE_HELP: readonly { readonly topic: string; readonly lines: readonly { readonly say: string; readonly does: string }[] }[] =
  Object.freeze([
    {
      topic: 'The road',
      lines: [
        { say: 'start', does: 'takes the next step: read the export, make the plan, load, compare' },
        { say: 'status', does: 'where the migration stands' },
        { say: 'estimate', does: 'what the load costs, and how long it takes' },
        { say: 'load the sample', does: 'fields and stages first, then the sample; needs your approval of the plan' },
        { say: 'show differences', does: 'the sample compared field by field' },
        { say: 'load everything', does: 'the full load; needs your approval of the sample' },
        { say: 'verify', does: 'reads everything back and compares' },
        { say: 'report', does: 'counts, failures, tokens' },
        { say: 'roll back', does: 'shows what would be taken back; needs your approval' },
        { say: 'stop', does: 'ends the run at work; it can be resumed' },
      ],
    },
    {
      topic: 'Questions',
      lines: [
        { say: 'what is still open?', does: 'decisions without your answer; also: what is open for clients?' },
        { say: 'what is uncertain?', does: 'proposals to look at first, with their alternatives' },
        { say: 'why is Tier a single-select?', does: 'evidence, reason and alternatives of one decision' },
        { say: 'show plan', does: 'what the plan holds and what it finds' },
      ],
    },
    {
      topic: 'Changes (they become proposals; the answer stays yours)',
      lines: [
        { say: 'make discovery calls tasks', does: 'the activity type of a session type' },
        { say: 'make Rolled Over lost', does: 'what a package status means for its deals: open, won, lost' },
        { say: 'make Tier a text field', does: 'the type of a field of its own' },
        { say: 'put Mobile into phone', does: 'where a column goes; also: put Coach of packages into owner' },
        { say: 'put Job Title into a field of its own called Position', does: 'a new field with a name' },
        { say: 'ignore Instagram', does: 'leaves a column or a file out' },
        { say: 'merge referral into Referral', does: 'two spellings of one option' },
        { say: 'use remaining credit', does: 'one of a closed choice; also: total price, one billing note, labels for tags …' },
        { say: 'use notes for chats', does: 'what messages of a kind become' },
        { say: "give Dana's records to Sam", does: "which user takes a coach's records" },
        {
          say: 'set time zone to Europe/Berlin',
          does: 'a setting: time zone, currency, country, date format, sample size, fallback owner',
        },
      ],
    },
  ]);

/** The help as text. */
export function helpText(): string {
  const width = Math.max(...GUIDE_HELP.flatMap(({ lines }) => lines.map(({ say }) => say.length)).filter((length) => length <= 30));
  return GUIDE_HELP.map(({ topic, lines }) =>
    [
      topic,
      ...lines.map(({ say, does }) =>
        say.length <= width ? `  ${say.padEnd(width)}  ${does}` : `  ${say}\n  ${' '.repeat(width)}  ${does}`,
      ),
    ].join('\n'),
  ).join('\n\n');
}
