import { CutoverError } from '@cutover/domain';
import { type Consent, openKey, probeCost, runProbe } from '@cutover/engine/desk';
import { type Invocation, withWorkspace } from '../context.ts';
import { type Options, required } from '../options.ts';
import type { Outcome } from '../output.ts';
import { askLine, hasTerminal } from '../terminal.ts';
import { probeText } from '../views/doctor.ts';

const PASSPHRASE = 'CUTOVER_KEY_PASSPHRASE';

const WHAT = `A probe settles what no document says about this account. It makes about ${probeCost.records} records in it (people, organizations, deals, activities, notes,
a file, fields, pipelines, stages, an activity type), all named "Cutover probe …", and deletes every one of them again; they stay in Pipedrive's list of
deleted data for 30 days. Webhooks and automations of the account fire for them. It costs about ${probeCost.tokens} API tokens.`;

/** doctor --probe: writes to the account, so a person says yes to it first. */
export async function probeAccount(invocation: Invocation, options: Options): Promise<Outcome> {
  const consent = await consentOf(invocation, options);
  const { output, interruption } = invocation;
  // Once something was made it is cleared away first, whoever asks to stop.
  interruption.hold();
  const { exit, data, file, clearedBefore, stopped } = await withWorkspace(invocation, (ws) =>
    runProbe(ws, consent, (done, total, about) => output.prose(`  ${done + 1} of ${total}: ${about}`)),
  );
  const error = stopped === null ? {} : { stopped: { code: stopped.code, message: stopped.message, advice: stopped.advice } };
  return { exit, json: { file, clearedBefore, ...error, ...data }, text: probeText({ file, clearedBefore, stopped }, data) };
}

/** The yes: typed on a terminal, or in automation with an approver's key and the company's domain. */
async function consentOf({ env, output }: Invocation, options: Options): Promise<Consent> {
  const passphrase = env[PASSPHRASE];
  if (passphrase !== undefined)
    return { by: 'key', company: required(options, 'company'), key: openKey(required(options, 'key'), passphrase) };
  if (!hasTerminal())
    throw new CutoverError(
      'no-terminal',
      `a probe writes to the account: it needs a person at a terminal, or --key and --company with ${PASSPHRASE}`,
    );
  output.prose(WHAT);
  return { by: 'terminal', company: await askLine("Type the company's domain to let it:") };
}
