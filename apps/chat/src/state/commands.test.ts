import { describe, expect, it } from 'vitest';
import { COMMANDS, commandOf, completions } from './commands.ts';

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
      '/quit',
      '/help',
    ])
      expect(names).toContain(name);
  });

  it('offers what begins alike, and nothing once the line goes on', () => {
    expect(completions('/d').map(({ name }) => name)).toEqual(['/decisions', '/diff']);
    expect(completions('/')).toHaveLength(COMMANDS.length);
    expect(completions('/diff')).toEqual([]);
    expect(completions('/diff now')).toEqual([]);
    expect(completions('what is open?')).toEqual([]);
  });

  it('understands a beginning that is clear', () => {
    expect(commandOf('/dec')).toBe('/decisions');
    expect(commandOf('/PLAN please')).toBe('/plan');
    expect(commandOf('/r')).toBeNull();
    expect(commandOf('/approve')).toBeNull();
  });
});
