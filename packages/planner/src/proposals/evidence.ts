import type { ColumnProfile } from '@cutover/domain';
import type { FoundIn } from '../matching/links.ts';
import type { Candidate } from '../matching/score.ts';
import { shareSaid } from './misfits.ts';

/** A select field with more options than this is none that a person can use. */
const MOST_CHOICES = 200;

/** Below this share of values of one kind a column is a mixture. */
const MIXED = 0.8;

function shareOfKind(profile: ColumnProfile): number {
  return profile.type === 'enum' || profile.type === 'text' ? 1 : (profile.matches[profile.type] ?? (profile.filled > 0 ? 1 : 0));
}

/** What is odd about the values, for a person to know before saying yes. */
function oddities(profile: ColumnProfile): string[] {
  const said: string[] = [];
  if (profile.distinct === 1 && profile.filled > 1) said.push('every filled row has the same value: it tells no row from another');
  if (profile.type === 'text' || profile.type === 'enum') {
    const kinds = Object.entries(profile.matches).filter(([kind, share]) => kind !== 'text' && share >= 0.15 && share < MIXED);
    if (kinds.length >= 2)
      said.push(`its values are of several kinds: ${kinds.map(([kind, share]) => `${Math.round(share * 100)} % ${kind}`).join(', ')}`);
  }
  const choices = profile.type === 'text' || profile.type === 'enum' || profile.type === 'list';
  if (choices && (!profile.distinctExact || profile.distinct > MOST_CHOICES))
    said.push(
      `${profile.distinctExact ? '' : 'more than '}${profile.distinct.toLocaleString('en-US')} different values are too many to choose from: no select field`,
    );
  return said;
}

/** A guess from few or mixed values is no certainty, whatever the header says. */
export function tempered(confidence: number, profile: ColumnProfile): number {
  const share = shareOfKind(profile);
  const kinds = oddities(profile).some((said) => said.startsWith('its values are of several kinds'));
  const mixed = kinds ? Math.min(confidence, 0.75) : share < MIXED ? Math.min(confidence, 0.4 + 0.5 * share) : confidence;
  return profile.distinct === 1 && profile.filled > 1 ? Math.min(mixed, 0.85) : mixed;
}

/** What speaks for the proposal, and what is to be known of the column. */
export function evidenceOf(profile: ColumnProfile, best: Candidate | null, found: readonly FoundIn[]): string[] {
  const evidence = [
    `${profile.filled} of ${profile.rows} filled, ${profile.distinctExact ? '' : 'at least '}${profile.distinct} different`,
  ];
  evidence.push(shareSaid(profile));
  evidence.push(...oddities(profile));
  if (profile.examples.length > 0) evidence.push(`masked examples: ${profile.examples.slice(0, 3).join(' · ')}`);
  if (best) evidence.push(...best.reasons);
  const [link] = found;
  if (link && !(best?.reasons ?? []).some((reason) => reason.includes(link.file)))
    evidence.push(`${Math.round(link.overlap * 100)} % found in ${link.file} by ${link.by}`);
  return evidence;
}
