// Preloaded by a command under test (`node --import`): its clock is ahead by ON_DAY_AHEAD_MS, so that what it shows does not depend on today.
// Processes that it starts inherit both, and agree with it about the time.
const ahead = Number(process.env.ON_DAY_AHEAD_MS);
if (!Number.isFinite(ahead)) throw new Error('ON_DAY_AHEAD_MS says how far the clock is ahead');
const RealDate = Date;
const now = () => RealDate.now() + ahead;

globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [now()] : given));
  }

  static now() {
    return now();
  }
};
