import { normalName } from '@cutover/domain';
import { isBlank } from './blank.ts';
import { readOffset } from './offset.ts';
import { BLANK, no, type Read, yes } from './read.ts';
import { LOOSE_ZONES, RAILS_ZONES } from './zone-names.ts';

const IANA: ReadonlyMap<string, string> = new Map(Intl.supportedValuesOf('timeZone').map((zone) => [zone.toLowerCase(), zone]));
const RAILS: ReadonlyMap<string, string> = new Map(Object.entries(RAILS_ZONES).map(([name, zone]) => [normalName(name), zone]));
const LOOSE: ReadonlyMap<string, string> = new Map(Object.entries(LOOSE_ZONES));

/** Last parts of IANA names that occur once: `New York`. */
const CITIES: ReadonlyMap<string, string> = (() => {
  const cities = new Map<string, string | null>();
  for (const zone of IANA.values()) {
    const city = normalName(zone.slice(zone.lastIndexOf('/') + 1));
    cities.set(city, cities.has(city) ? null : zone);
  }
  return new Map([...cities].flatMap(([city, zone]) => (zone === null ? [] : [[city, zone] as const])));
})();

/** Old names, such as `US/Eastern`, are missing in the list of zones but known to the engine. */
function knownElsewhere(name: string): string | null {
  if (!/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+){1,2}$/.test(name)) return null;
  try {
    // The canonical name may be an even older one: the name as written is the better of two that mean the same.
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name;
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

/**
 * A time zone's name → IANA: `america/new_york`, `Eastern Time (US & Canada)`, `(GMT-06:00) Central Time - US & Canada`, `New York`.
 * A fixed offset (`UTC+2`) gives `+02:00`, which toInstant takes too; abbreviations such as `EST` are taken for the place, with a note.
 */
export function readZone(text: string): Read<string> {
  if (isBlank(text)) return BLANK;
  if (text.length > 80) return no('not a time zone');
  if (/^(utc|gmt|z)$/i.test(text.trim())) return yes('UTC');
  const name = text
    .trim()
    .replace(/^\((?:GMT|UTC)[^)]*\)\s*/i, '')
    .trim();
  const underscored = name.replace(/\s+/g, '_');
  const iana = IANA.get(underscored.toLowerCase()) ?? knownElsewhere(underscored);
  if (iana !== null) return yes(iana);
  const key = normalName(name);
  const rails = RAILS.get(key) ?? CITIES.get(key);
  if (rails !== undefined) return yes(rails);
  const loose = LOOSE.get(key);
  if (loose !== undefined) return yes(loose, `${name} taken for ${loose}`);
  const offset = readOffset(name === '' ? text.replace(/[()]/g, '') : name);
  if (offset !== null) return yes(offset === 'Z' ? 'UTC' : offset);
  return no('not a time zone');
}
