import { headerWords, phraseMatch, unglued } from './header.ts';

/**
 * What a header can mean, with the words for it (English first, then German, Spanish, French and Portuguese). Words that name an object
 * are what a column *refers to*; the others are what it *holds*.
 */
const PHRASES = {
  client:
    'kunden, klienten, mitglieds, clientes, client, customer, contact, coachee, member, participant, attendee, patient, lead, klient, klientin, kunde, kundin, mandant, teilnehmer, kontakt, cliente, contacto, participante, clienta, adherent',
  company:
    'co, org, firmen, unternehmens, company, organization, organisation, employer, business, firm, account, firma, unternehmen, arbeitgeber, empresa, organizacion, societe, entreprise, organizacao',
  coach:
    'coach, practitioner, provider, therapist, counselor, counsellor, trainer, consultant, mentor, staff, team member, facilitator, led by, handled by, looked after by, assigned to, assigned owner, owner, host, berater, beraterin, betreuer, trainerin, entrenador, asesor, responsable, conseiller',
  package:
    'pkg, pakete, package, plan, program, programme, bundle, engagement, offering, subscription, membership, deal, paket, programm, buchung, paquete, programa, plano, forfait, abonnement, pacote',
  session:
    'sess, appt, termine, sitzungs, session, appointment, booking, meeting, visit, event, lesson, termin, sitzung, sesion, cita, reunion, seance, rendez vous, sessao',
  message: 'message, communication, conversation, nachricht, mensaje, mensagem',
  note: 'notizen, notiz, note, entry, record, notiz, eintrag, nota, anotacion, remarque',
  intake:
    'response, submission, intake, form, questionnaire, survey, antwort, fragebogen, formular, respuesta, formulario, cuestionario, reponse',
  invoice: 'inv, rechnungs, invoice, bill, billing, receipt, rechnung, factura, facture, fatura',
  contract: 'vertrags, contract, agreement, vertrag, vereinbarung, contrato, acuerdo, contrat',
  file: 'file, attachment, upload, datei, anhang, archivo, adjunto, fichier, arquivo',
  tag: 'group, tag, segment, label, cohort, circle, gruppe, schlagwort, grupo, etiqueta, groupe, etiquette',
  automation:
    'automation, workflow, smart action, reminder, rule, sequence, automatisierung, erinnerung, regel, automatizacion, regla, automatisation',

  id: 'id, no, nr, number, num, ref, reference, uuid, guid, key, code, #, nummer, kennung, numero, referencia, identifier, record id',
  'first-name': 'fn, fname, firstname, first name, given name, forename, vorname, nombre, prenom, primeiro nome, first',
  'last-name':
    'ln, lname, lastname, last name, surname, family name, nachname, familienname, apellido, apellidos, nom de famille, sobrenome, last',
  name: 'name, full name, display name, title, voller name, nombre completo, nombre y apellidos, nom, nome, bezeichnung',
  mail: 'email, email address, mail, correo, correo electronico, courriel',
  phone: 'ph, phone, phone number, mobile, cell, telephone, tel, telefon, handy, mobil, mobilnummer, telefono, movil, telefone, portable',
  address: 'address, street, city, postal code, zip, post code, adresse, anschrift, strasse, plz, ort, direccion, ciudad, endereco',
  birthday:
    'birthday, date of birth, birth date, dob, geburtstag, geburtsdatum, fecha de nacimiento, cumpleano, date de naissance, nascimento',
  'job-title': 'job title, position, job, occupation, profession, beruf, puesto, cargo, ocupacion, poste',
  website: 'website, web site, web, homepage, domain, webseite, sitio web, site web, pagina web, site',
  industry: 'industry, sector, branche, industria, secteur, field of business',
  employees: 'employee, headcount, company size, number of employee, mitarbeiter, empleado, vat, vat number, tax id, ust id',
  lifecycle:
    'lifecycle, lifecycle stage, life cycle, client status, client since, since, relationship status, customer since, kunde seit, cliente desde',
  referral:
    'referral source, referred by, referral, lead source, source, how did you hear about u, hear about u, herkunft, quelle, empfohlen von, origen, referido por, provenance',
  social: 'instagram, linkedin, linked in, facebook, twitter, tiktok, social, xing',
  tags: 'tag, label, segment, schlagworte, schlagwort, etiqueta, group',
  'private-note': 'private note, internal note, confidential, background, private notiz, interne notiz, nota privada, nota interna',
  role: 'role, permission, access level, user type, rolle, rol, funcao',
  date: 'date, day, when, on, scheduled for, scheduled at, occurred at, time stamp, timestamp, datum, tag, fecha, dia, jour, data, am',
  start:
    'start, start time, start at, start date, from, begin, begins at, starts at, time, beginn, von, uhrzeit, startzeit, inicio, hora, hora de inicio, debut, heure',
  end: 'end, end time, end at, finish, to, until, ends at, ende, bis, endzeit, fin, hora de fin, final',
  duration: 'dur, duration, length, minute, min, hour, dauer, dauer min, duracion, minuto, duree, duracao',
  timezone: 'zone, time zone, timezone, tz, zeitzone, zona horaria, fuseau horaire, fuso horario',
  status: 'status, state, outcome, attendance, zustand, estado, statut, etat, estatus',
  type: 'type, kind, category, service, format, art, typ, kategorie, leistung, tipo, categoria, genre',
  subject: 'subject, topic, betreff, thema, asunto, tema, objet, assunto, headline',
  location: 'location, where, place, room, venue, link to meeting, ort, raum, lugar, ubicacion, lieu, local, zoom',
  text: 'text, body, content, note, comment, description, detail, message, session note, inhalt, notizen, notiz, kommentar, beschreibung, texto, contenido, comentario, descripcion, notas, contenu, commentaire, summary',
  author:
    'author, written by, created by, by, from, verfasser, autor, verfasst von, escrito por, auteur, redige par, noted by, recorded by',
  direction: 'direction, inbound outbound, in out, richtung, direccion del mensaje, sentido, sens, direcao, way',
  channel: 'channel, medium, via, kanal, canal, message type, activity type, kind of message',
  sent: 'sent, sent at, received at, sent on, gesendet, gesendet am, enviado, enviado el, envoye, envoye le',
  created:
    'created, created at, created on, added, added on, date added, date created, erstellt, erstellt am, angelegt am, creado, creado el, cree, cree le, criado em',
  submitted:
    'submitted, submitted at, submitted on, completed on, answered at, filled in on, date submitted, eingereicht, eingereicht am, ausgefullt am, enviado en, soumis le',
  amount: 'amount, total, sum, invoice total, betrag, summe, gesamt, importe, monto, montant, valor',
  price: 'price, fee, cost, rate, value, package price, preis, honorar, kosten, precio, tarifa, honorario, prix, tarif, preco',
  currency: 'currency, currency code, wahrung, waehrung, moneda, divisa, devise, moeda',
  due: 'due, due date, due on, payment due, fallig, fallig am, faellig am, vencimiento, fecha de vencimiento, echeance, vencimento',
  issued:
    'issued, issue date, issued on, invoice date, billed on, rechnungsdatum, ausgestellt am, emitida, fecha de emision, emise le, date de facture, fecha de factura',
  paid: 'paid, paid on, paid at, payment date, date paid, bezahlt, bezahlt am, gezahlt am, pagado, pagada el, fecha de pago, paye, paye le, pago em',
  balance:
    'balance, balance due, outstanding, amount due, open amount, offen, offener betrag, restbetrag, saldo, pendiente, solde, a pagar',
  quantity: 'quantity, qty, count, unit, menge, anzahl, cantidad, quantite, quantidade',
  'unit-price': 'unit price, price each, unit cost, rate, einzelpreis, stuckpreis, precio unitario, prix unitaire, preco unitario',
  line: 'line, line item, item, line total, line no, position, pos, posten, linea, ligne, articulo, concepto, item total, gesamtpreis',
  included:
    'session included, included, total session, session total, session purchased, number of session, session in package, credit, hour included, sitzungen gesamt, einheiten gesamt, inklusive, sesiones incluida, sesiones totale, seances inclus',
  used: 'session used, used, used session, completed session, session completed, session taken, hour used, verbraucht, genutzt, sitzungen genutzt, sesiones usada, usada, utilisees',
  remaining:
    'session remaining, remaining, remaining session, session left, left, credit left, ubrig, verbleibend, rest, offene sitzungen, restante, sesiones restante, restantes',
  progress: 'progress, session balance, usage, sessions used of total, fortschritt, progreso',
  'status-time':
    'activated, activated at, paused at, cancelled at, canceled at, completed at, expires, expires on, expired at, end date, valid until, renewal date, aktiviert am, pausiert am, abgeschlossen am, gultig bis, activado, caduca',
  signed:
    'signed, signed on, signed at, date signed, signature date, unterschrieben, unterschrieben am, unterzeichnet am, firmado, firmado el, fecha de firma, signe, signe le',
  document:
    'document, document link, document url, link, url, pdf, document address, dokument, dokumentenlink, documento, enlace, lien, enlace al documento',
  'file-name': 'file name, filename, name of file, dateiname, nombre de archivo, nombre del archivo, nom du fichier, original name',
  path: 'path, stored at, file path, storage path, location of file, pfad, dateipfad, ablage, ruta, chemin, caminho',
  size: 'size, byte, file size, mime type, content type, grosse, dateigrosse, tamano, taille',
  uploaded: 'uploaded, uploaded on, uploaded at, hochgeladen, hochgeladen am, subido, subido el, ajoute le',
  parent:
    'parent, inside of, part of, parent group, belong to, above, ubergeordnet, ubergruppe, obergruppe, padre, pertenece a, superior, dentro de',
  members: 'member, group member, client in group, people, mitglieder, mitglied, miembro, miembros, membre',
  trigger: 'trigger, when, when thi happen, event, if thi happen, auslosser, ausloser, wenn, disparador, cuando, declencheur, quand',
  condition: 'condition, only if, filter, criteria, if, bedingung, nur wenn, condicion, solo si, seulement si',
  action: 'action, then, then do thi, do, performs, aktion, dann, accion, entonces, alors',
  enabled: 'enabled, active, switched on, is active, on off, aktiv, eingeschaltet, activo, activa, actif',
} as const;

export type Concept = keyof typeof PHRASES;

const TABLE: readonly { readonly concept: Concept; readonly phrases: readonly (readonly string[])[] }[] = Object.entries(PHRASES).map(
  ([concept, text]) => ({ concept: concept as Concept, phrases: text.split(',').map((phrase) => headerWords(phrase)) }),
);

const VOCABULARY: ReadonlySet<string> = new Set(TABLE.flatMap(({ phrases }) => phrases.flat()).filter((word) => word.length > 1));

export type Meanings = ReadonlyMap<Concept, number>;

/** Every concept a header may stand for, with how well it says it (0..1). */
export function meaningsOf(header: string): Meanings {
  const words = unglued(headerWords(header), VOCABULARY);
  const found = new Map<Concept, number>();
  for (const { concept, phrases } of TABLE) {
    const best = phrases.reduce((most, phrase) => Math.max(most, phraseMatch(words, phrase)), 0);
    if (best > 0) found.set(concept, best);
  }
  return found;
}

/** A whole question as header, as forms have them. */
export function isQuestion(header: string): boolean {
  return (
    /\?\s*$/.test(header.trim()) ||
    /^(what|why|how|when|who|which|where|is|are|do|does|did|have|has|can|could|would|on a scale|please|was|wie|warum|welche|que|quel|por que)\b.*\s.*\s.*\s/i.test(
      header.trim(),
    )
  );
}
