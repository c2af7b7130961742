import type { ChatState, WelcomeScreen, WelcomeStep } from '../state/state.ts';
import { EMPTY, type Line, labelled, paragraph, row, rule, span, strong } from '../text/line.ts';
import { oneLine, printable } from '../text/printable.ts';
import { askRow } from './draft.ts';
import type { Frame } from './frame.ts';
import { keyRows } from './keys.ts';

const QUESTIONS: Readonly<Partial<Record<WelcomeStep, { ask: string; hint: string }>>> = {
  source: {
    ask: 'Where the export lies:',
    hint: 'What came out of The Practice: a folder, an archive or a file, with attachments beside it. It is only read.',
  },
  target: { ask: 'Address of the account:', hint: 'https://<company>.pipedrive.com. It cannot be changed later.' },
  folder: { ask: 'Folder for this migration:', hint: 'Everything that is known and decided is kept there. Enter takes “migration”.' },
  key: { ask: 'Your key file:', hint: 'What you sign gates with. A file that is not there yet is made for you, with a passphrase.' },
  passphrase: { ask: 'A passphrase for the new key', hint: 'At least 8 characters; nothing is shown while you type.' },
  again: { ask: 'The passphrase once more', hint: 'Nothing is shown while you type.' },
  token: {
    ask: 'API token of the account',
    hint: 'Pipedrive: Personal preferences, API. It is kept in the migration folder, readable by you alone. Nothing is shown while you type.',
  },
};

const SECRET: ReadonlySet<WelcomeStep> = new Set(['passphrase', 'again', 'token']);
export const isSecret = (step: WelcomeStep): boolean => SECRET.has(step);

/** The first thing one sees where nothing is set up. */
export function welcomeFrame(state: ChatState, screen: WelcomeScreen): Frame {
  const { columns: width } = state.size;
  const { step, given, fault, draft } = screen;
  const question = QUESTIONS[step];
  return {
    head: [strong('Cutover'), rule(width)],
    body: [
      ...paragraph(
        'Moves a coaching practice from The Practice to Pipedrive: planned with you, approved by you, loaded, proved, undone if need be.',
        width,
      ),
      EMPTY,
      ...Object.entries(given).flatMap(([key, value]) => labelled(key, oneLine(value), width, { look: 'quiet' })),
      ...(step === 'choose'
        ? chooseRows(width)
        : step === 'making'
          ? paragraph('Making the workspace …', width, { look: 'quiet' })
          : paragraph(question?.hint ?? '', width, { look: 'quiet' })),
      ...(fault === null ? [] : [EMPTY, ...paragraph(printable(fault), width, { look: 'bad', lead: span('! ', 'bad') })]),
    ],
    foot: [
      rule(width),
      ...(question === undefined
        ? []
        : [isSecret(step) ? row(span(`${question.ask}: `, 'accent'), span(' ', 'marked')) : askRow(question.ask, draft, width)]),
      ...keyRows(
        step === 'choose'
          ? [
              ['1', 'the example'],
              ['2', 'my own migration'],
              ['q', 'leave'],
            ]
          : [
              ['Enter', 'go on'],
              ['Esc', 'back'],
            ],
        width,
      ),
    ],
  };
}

const chooseRows = (width: number): Line[] => [
  ...paragraph(
    'Look at the example: an invented practice of 41 clients, and an account on this machine that is thrown away afterwards.',
    width,
    { lead: span('1  ', 'accent') },
  ),
  ...paragraph('Begin a migration: I have an export and the address of an account.', width, { lead: span('2  ', 'accent') }),
];
