/** Words of values by which a column shows what it is, whatever it is called. Lower case, without accents. */
export const PLACE_WORDS =
  'zoom teams meet skype webex facetime office studio room phone telephone online remote video virtual person home cafe onsite site hall center centre building telefon praxis buro vor ort consulta telefono oficina cabinet visio bureau kantoor telehealth in-person'.split(
    ' ',
  );
export const CHANNEL_WORDS =
  'google instagram facebook linkedin tiktok youtube referral referred friend podcast website web search organic ad ads event conference newsletter webinar mouth book blog directory talk workshop flyer internet empfehlung messe suche recomendacion amigo evento bouche salon recommandation vriend aanbeveling paid offline direct'.split(
    ' ',
  );
/** What a session's status may say beside `cancelled`, `no show` and `scheduled`. */
export const HELD_WORDS =
  'completed complete held attended attend show showed kept done happened present took came late rescheduled moved postponed stattgefunden erledigt erschienen realizada asistio present absent effectue voltooid geweest'.split(
    ' ',
  );
/** Minutes that sessions last. */
export const SESSION_MINUTES: ReadonlySet<number> = new Set([
  10, 15, 20, 25, 30, 40, 45, 50, 55, 60, 75, 80, 90, 100, 105, 110, 120, 150, 180, 240,
]);
