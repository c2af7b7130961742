import { Mail } from '@cutover/domain';
import { isBlank } from './blank.ts';
import { BLANK, no, type Read, yes } from './read.ts';

const CUT = /[\s,;|/<>()[\]"]+|mailto:/i;

/**
 * The mail addresses in a cell, in lower case, each once, in their order: `a@x.com; b@x.com`, `Maya Chen <maya@x.com>`.
 * Parts that look like an address and are none go into the note; nothing readable at all is refused.
 */
export function readMails(text: string): Read<string[]> {
  if (!text.includes('@')) return isBlank(text) ? BLANK : no('no mail address');
  const found = new Set<string>();
  const wrong: string[] = [];
  for (const raw of text.split(CUT)) {
    if (!raw.includes('@')) continue;
    const candidate = raw.replace(/^[.:']+|[.:']+$/g, '');
    const mail = Mail.safeParse(candidate);
    if (mail.success) found.add(mail.data);
    else wrong.push(raw);
  }
  if (found.size === 0) return no('not a mail address');
  return yes([...found], wrong.length === 0 ? undefined : `not a mail address: ${wrong.join(' ')}`);
}
