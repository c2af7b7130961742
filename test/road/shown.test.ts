import { approve, decide, gateSubject, listDecisions, readyFor } from '@cutover/engine/desk';
import { expect, test } from 'vitest';
import { planned, setOut } from '../tools/travel.ts';
import { verifies } from '../tools/verifies.ts';

test(`${verifies('R29')}a yes counts only for what was on screen: what changed meanwhile is not signed`, async () => {
  const traveller = await setOut();
  try {
    await planned(traveller);
    const { ws, key, sandbox } = traveller;
    const shown = gateSubject(ws, 'plan', readyFor(ws, 'plan'));
    // While the passphrase is being typed, somebody changes an answer and settles it again.
    const stage = listDecisions(ws).decisions.find((decision) => decision.id === 'stage:package:Paused');
    expect(stage?.alternatives.length).toBeGreaterThan(0);
    decide(ws, 'stage:package:Paused', { choose: 1 });
    const yes = () => approve(ws, { gate: 'plan', key, company: sandbox.company.domain, shown });
    expect(yes).toThrow(expect.objectContaining({ code: 'stale-list' }));
    expect(ws.ledger.approvals.list()).toEqual([]);
    const again = gateSubject(ws, 'plan', readyFor(ws, 'plan'));
    expect(approve(ws, { gate: 'plan', key, company: sandbox.company.domain, shown: again }).digest).toBe(again.digest);
  } finally {
    await traveller.close();
  }
});
