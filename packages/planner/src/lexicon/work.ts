import {
  CHOICES,
  CLIENT_LINK,
  COMPANY_LINK,
  CREATED,
  CURRENCY,
  DAYS,
  IDS,
  NUMBERS,
  type ObjectLexicon,
  OWNER,
  PACKAGE_LINK,
  PEOPLE,
  TEXTS,
} from './concept.ts';

const REFS = ['id', 'integer', 'name', 'mail', 'list', 'enum', 'text'] as const;

export const PACKAGE: ObjectLexicon = {
  object: 'package',
  own: 'package | deal | program | programme | engagement | plan | subscription | bundle | contract',
  concepts: [
    {
      target: 'deal.source_id',
      types: IDS,
      names:
        'id | package id | deal id | program id | engagement id | plan id | subscription id | package number | package no | reference | record id | order id | purchase id',
    },
    { target: 'link:client', types: REFS, names: CLIENT_LINK },
    { target: 'link:company', types: REFS, names: COMPANY_LINK },
    {
      target: 'deal.title',
      types: TEXTS,
      names:
        'package | package name | package type | program | programme | program name | title | name | engagement | engagement name | deal | deal name | deal title | plan | plan name | offer | offering | product | service | service name | bundle | bundle name | subscription | paket | forfait | paquete | programm',
    },
    {
      target: 'deal.stage',
      types: CHOICES,
      hints: ['package-status', 'stages'],
      names:
        'status | package status | stage | state | phase | step | outcome | deal stage | deal status | progress status | utilisation | utilization | pipeline stage | estado | statut | etat',
    },
    {
      target: 'deal.value',
      as: { part: 'total' },
      types: ['money', 'number', 'integer'],
      byValue: 0.45,
      hints: ['largest-money'],
      names:
        'price | package price | total | total price | total amount | amount | value | deal value | contract value | contract amount | contract total | fee | total fee | cost | package cost | investment | package value | preis | gesamtpreis | prix | precio | prijs',
    },
    {
      target: 'deal.value',
      as: { part: 'unit' },
      types: ['money', 'number', 'integer'],
      names:
        'unit price | price per session | session price | rate | hourly rate | session rate | per session | price each | cost per session | rate per session | rate per hour | fee per session | einzelpreis',
    },
    { target: 'deal.currency', types: ['currency', 'enum', 'text'], hints: ['only-currency'], names: CURRENCY },
    { target: 'deal.owner', types: PEOPLE, hints: ['users'], names: OWNER },
    {
      target: 'deal.custom.sessions-total',
      as: { part: 'sessions-total', type: 'double', name: 'Sessions total' },
      types: NUMBERS,
      names:
        'sessions total | total sessions | sessions included | included sessions | number of sessions | sessions | session count | sessions purchased | sessions bought | credits total | total credits | hours total | total hours | hours included | sessions in package | anzahl sitzungen',
    },
    {
      target: 'deal.custom.sessions-used',
      as: { part: 'sessions-used', type: 'double', name: 'Sessions used' },
      types: NUMBERS,
      names:
        'sessions used | used sessions | used | sessions completed | completed sessions | sessions taken | sessions done | credits used | hours used | sessions attended | sessions delivered | consumed',
    },
    {
      target: 'deal.custom.sessions-remaining',
      as: { part: 'sessions-remaining', type: 'double', name: 'Sessions remaining' },
      types: NUMBERS,
      names:
        'sessions remaining | remaining sessions | sessions left | remaining | left | session balance | remaining credit | credits left | credits remaining | hours left | hours remaining | balance',
    },
    {
      target: 'deal.custom.*',
      as: { type: 'varchar', split: 'used/total' },
      types: ['balance'],
      byValue: 0.7,
      names: 'progress | session progress | usage | sessions used of total | utilisation ratio | used of total',
    },
    {
      target: 'deal.custom.*',
      as: { type: 'date', part: 'created' },
      types: DAYS,
      names: `${CREATED} | purchased | purchased on | purchase date | sold on | sale date | bought on | ordered on | order date`,
    },
    {
      target: 'deal.expected_close_date',
      types: DAYS,
      names:
        'expected close date | target end date | end date | expected end | target date | anticipated close | anticipated signing | expected signing | close date | expires | expires on | expiry date | expiration date | renewal date | valid until | ends on | ends | enddatum',
    },
    {
      target: 'deal.won_time',
      types: DAYS,
      names: 'won on | won date | won time | won at | signed on | signed date | date signed | signed | closed won date',
    },
    { target: 'deal.lost_time', types: DAYS, names: 'lost on | lost date | lost time | lost at' },
    {
      target: 'deal.lost_reason',
      types: TEXTS,
      names:
        'lost reason | why lost | reason lost | reason declined | reason for cancellation | cancellation reason | cancel reason | decline reason | loss reason | reason',
    },
    {
      target: 'deal.custom.*',
      types: ['percent', 'number', 'integer', 'enum'],
      names: 'probability | likelihood | chance | chance percent | win probability | confidence',
    },
    {
      target: 'deal.custom.*',
      types: CHOICES,
      many: true,
      names:
        'kind | type | package kind | billing type | billing | billing cycle | frequency | pipeline | funnel | lead origin | source | lead source | category | origin | channel | health | risk | track',
    },
    {
      target: 'deal.custom.*',
      types: DAYS,
      many: true,
      names:
        'start date | started on | starts on | begin date | start | begins | startdatum | last session | next session | next billing date',
    },
    { target: 'deal.custom.*', types: TEXTS, many: true, names: 'notes | description | comments | terms | remarks | scope | goals' },
  ],
};

export const SESSION: ObjectLexicon = {
  object: 'session',
  own: 'session | appointment | meeting | event | booking | visit | call',
  concepts: [
    {
      target: 'activity.source_id',
      types: IDS,
      names:
        'id | session id | appointment id | meeting id | event id | booking id | reference | record id | session number | booking reference',
    },
    { target: 'link:client', types: REFS, names: CLIENT_LINK },
    { target: 'link:package', types: REFS, names: PACKAGE_LINK },
    { target: 'activity.owner', types: PEOPLE, hints: ['users'], names: OWNER },
    {
      target: 'activity.type',
      types: CHOICES,
      hints: ['session-types'],
      names:
        'type | session type | appointment type | appointment kind | meeting type | event type | kind | category | service | service type | session kind | art | type de seance | tipo | soort',
    },
    {
      target: 'activity.subject',
      as: { part: 'title' },
      types: TEXTS,
      names:
        'title | subject | topic | session title | session name | name | event name | event title | theme | headline | betreff | titel | titre | asunto | tema',
    },
    {
      target: 'activity.due_date',
      types: DAYS,
      hints: ['only-date', 'first-moment'],
      names:
        'date | session date | scheduled | scheduled for | scheduled at | start date | appointment date | day | when | date and time | date time | start at | starts at | start date time | held on | took place on | booked for | datum | fecha | data',
    },
    {
      target: 'activity.due_time',
      types: ['time'],
      byValue: 0.55,
      hints: ['only-time', 'first-time'],
      names: 'time | start | start time | begin | begins | begins at | from | session time | from time | uhrzeit | beginn | heure | hora',
    },
    {
      target: 'activity.due_time',
      as: { part: 'zone' },
      types: ['zone'],
      byValue: 0.75,
      names: 'time zone | timezone | tz | zone | client time zone | zeitzone | fuseau horaire',
    },
    {
      target: 'activity.duration',
      types: ['duration', 'integer', 'number'],
      hints: ['minutes'],
      names:
        'duration | length | length min | length minutes | minutes | mins | duration min | duration minutes | hours | session length | how long | time spent | dauer | duree | duracion',
    },
    {
      target: 'activity.duration',
      as: { from: 'end' },
      types: ['time', 'datetime'],
      hints: ['second-time', 'second-moment'],
      names: 'end | end time | ends | ends at | end at | finish | finish time | until | to | end date time | ended | ended at | ende | fin',
    },
    {
      target: 'activity.done',
      as: { part: 'status' },
      types: ['enum', 'boolean', 'text', 'name'],
      hints: ['attendance'],
      names:
        'status | state | completed | complete | done | attended | attendance | show | showed up | session status | appointment status | outcome | no show | held | confirmed | estado | statut',
    },
    {
      target: 'activity.location',
      types: ['address', 'text', 'url', 'enum', 'name'],
      hints: ['places'],
      names:
        'location | place | venue | where | room | address | office | zoom link | video call link | video link | meeting link | join link | join url | meeting url | ort | lieu | lugar | locatie',
    },
    {
      target: 'activity.note',
      as: { part: 'text' },
      types: TEXTS,
      many: true,
      byValue: 0.5,
      hints: ['only-prose'],
      names:
        'notes | note | session notes | coach notes | summary | summary shared with client | client summary | comments | comment | description | details | agenda | takeaways | action items | homework | recap | follow up | observations | notizen | notas | remarks',
    },
    {
      target: 'activity.note',
      as: { part: 'link' },
      types: ['url'],
      many: true,
      names:
        'recording | recording link | recording url | session recording | video recording | transcript link | document link | attachment link | files link',
    },
    {
      target: 'ignore',
      types: [],
      many: true,
      names:
        'created | created at | updated at | booked on | booked at | reminder sent | invoice | invoice id | price | fee | rate | paid | last updated | modified',
    },
  ],
};

export const MESSAGE: ObjectLexicon = {
  object: 'message',
  own: 'message | conversation | communication | email | call | chat',
  concepts: [
    {
      target: 'activity.source_id',
      types: IDS,
      names: 'id | message id | conversation id | call id | email id | reference | record id | log id',
    },
    { target: 'link:client', types: REFS, names: `${CLIENT_LINK} | with | counterpart` },
    { target: 'activity.owner', types: PEOPLE, hints: ['users'], names: `${OWNER} | user | agent | author | sender coach` },
    {
      target: 'activity.type',
      types: CHOICES,
      names: 'channel | type | kind | medium | message type | communication type | via | mode | source | platform | kanal',
    },
    {
      target: 'activity.note',
      as: { part: 'direction' },
      types: CHOICES,
      names: 'direction | in out | inbound outbound | incoming outgoing | sent received | way | flow | richtung',
    },
    {
      target: 'activity.subject',
      types: TEXTS,
      names: 'subject | title | topic | subject line | headline | re | betreff | asunto | objet',
    },
    {
      target: 'activity.note',
      as: { part: 'text' },
      types: TEXTS,
      many: true,
      byValue: 0.55,
      names: 'text | body | message | content | message text | message body | notes | summary | transcript | details | nachricht | mensaje',
    },
    {
      target: 'activity.due_date',
      as: { with: 'time' },
      types: ['datetime', 'date'],
      byValue: 0.5,
      hints: ['only-date'],
      names:
        'sent at | sent | sent on | date | date time | timestamp | time stamp | when | received at | received | called at | occurred at | happened at | logged at | created at | start',
    },
    { target: 'activity.due_time', types: ['time'], names: 'time | sent time | start time | hour' },
    { target: 'activity.due_time', as: { part: 'zone' }, types: ['zone'], byValue: 0.75, names: 'time zone | timezone | tz | zone' },
    {
      target: 'activity.duration',
      types: ['duration', 'integer', 'number'],
      names: 'duration | minutes | length | mins | call length | call duration | talk time | seconds',
    },
    { target: 'ignore', types: [], many: true, names: 'read | read at | status | delivered | opened | thread id | thread | updated at' },
  ],
};
