import { describe, expect, it } from 'vitest';
import { COMMANDS, commandOf, completions, isArgument } from './commands.ts';

const column = (name: string, allowed = false) => ({ name, about: 'clients.csv, 40 values', allowed });
const COLUMNS = [column('Home Address'), column('Mobile'), column('companies.csv Address'), column('Private Notes', true)];

describe('commands', () => {
  it('has all that the help promises', () => {
    const names = COMMANDS.map(({ name }) => name);
    for (const name of [
      '/plan',
      '/decisions',
      '/qa',
      '/status',
      '/sample',
      '/diff',
      '/full',
      '/verify',
      '/rollback',
      '/report',
      '/undo',
      '/allow',
      '/withhold',
      '/quit',
      '/help',
    ])
      expect(names).toContain(name);
  });

  it('offers what begins alike, and nothing once the line goes on', () => {
    expect(completions('/d', COLUMNS).map(({ name }) => name)).toEqual(['/decisions', '/diff', '/delta']);
    expect(completions('/', COLUMNS)).toHaveLength(COMMANDS.length);
    expect(completions('/diff', COLUMNS)).toEqual([]);
    expect(completions('/diff now', COLUMNS)).toEqual([]);
    expect(completions('what is open?', COLUMNS)).toEqual([]);
  });

  it('completes a column after a command that takes one: first those that begin so; taking back only what was allowed', () => {
    const offered = (text: string) => completions(text, COLUMNS).map(({ name }) => name);
    expect(offered('/allow ')).toEqual(['/allow Home Address', '/allow Mobile', '/allow companies.csv Address']);
    expect(offered('/allow c')).toEqual(['/allow companies.csv Address']);
    expect(offered('/ALLOW  address')).toEqual(['/allow Home Address', '/allow companies.csv Address']);
    expect(offered('/allow mobile')).toEqual([]);
    expect(offered('/allow Private')).toEqual([]);
    expect(offered('/withhold ')).toEqual(['/withhold Private Notes']);
    expect(offered('/allow')).toEqual([]);
    expect([isArgument('/allow m'), isArgument('/allow'), isArgument('/d')]).toEqual([true, false, false]);
  });

  it('understands a beginning that is clear', () => {
    expect(commandOf('/dec')).toBe('/decisions');
    expect(commandOf('/PLAN please')).toBe('/plan');
    expect(commandOf('/r')).toBeNull();
    expect(commandOf('/approve')).toBeNull();
  });
});
