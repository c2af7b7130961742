/** Own tags, and groups with those above them; whoever is not listed has neither. */
export interface ExpectedTags {
  readonly id: string;
  readonly tags: readonly string[];
  readonly groups: readonly string[];
}

const row = (id: string, tags: readonly string[], groups: readonly string[]): ExpectedTags => ({ id, tags, groups });

export const tagOptions = ['executive', 'remote', 'creative', 'evening slots', 'career change', 'founder', 'health care', 'education'];
export const groupOptions = ['Leaders', 'Women in Leadership', 'Spring Circle 2026', 'Founders', "Founders' Lunch", 'Alumni'];

export const tagged: readonly ExpectedTags[] = [
  row('C001', ['executive', 'evening slots'], []),
  row('C002', ['founder'], ['Founders']),
  row('C003', ['executive', 'health care'], ['Leaders', 'Women in Leadership']),
  row('C004', ['executive', 'remote'], ['Leaders']),
  row('C005', ['remote'], []),
  row('C006', ['founder', 'creative'], ['Founders', "Founders' Lunch"]),
  row('C007', ['career change'], ['Alumni']),
  row('C008', ['executive', 'creative'], ['Leaders', 'Women in Leadership']),
  row('C009', ['founder', 'executive'], ['Leaders', 'Founders', "Founders' Lunch"]),
  row('C010', ['remote'], []),
  row('C011', ['founder', 'evening slots'], ['Founders']),
  row('C012', ['health care', 'evening slots'], []),
  row('C013', ['executive', 'education'], ['Leaders', 'Women in Leadership']),
  row('C014', ['creative'], []),
  row('C015', ['career change'], []),
  row('C016', ['creative'], []),
  row('C017', [], ['Alumni']),
  row('C018', ['creative', 'evening slots'], []),
  row('C019', ['executive'], []),
  row('C021', ['remote'], []),
  row('C022', ['career change'], []),
  row('C023', ['health care'], []),
  row('C024', ['creative'], []),
  row('C025', ['health care', 'evening slots'], []),
  row('C026', ['remote'], ['Alumni']),
  row('C027', ['executive', 'remote'], ['Leaders', 'Women in Leadership', 'Spring Circle 2026']),
  row('C029', ['career change'], []),
  row('C031', ['creative', 'evening slots'], []),
  row('C032', ['executive'], ['Leaders']),
  row('C034', ['education'], []),
  row('C035', ['career change', 'remote'], []),
  row('C036', ['remote'], []),
  row('C037', [], ['Leaders', 'Women in Leadership', 'Spring Circle 2026']),
  row('C038', ['remote'], []),
  row('C041', ['education'], []),
];
