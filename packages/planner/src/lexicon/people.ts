import { CHOICES, COMPANY_LINK, CREATED, DAYS, IDS, NAMES, NUMBERS, type ObjectLexicon, OWNER, PEOPLE, TEXTS } from './concept.ts';

export const CLIENT: ObjectLexicon = {
  object: 'client',
  own: 'client | contact | customer | person | member | coachee | patient | student',
  concepts: [
    {
      target: 'person.source_id',
      types: IDS,
      names:
        'id | client id | contact id | customer id | record id | client number | client no | client ref | client code | reference | external id | uuid | kundennummer | klantnummer',
    },
    {
      target: 'person.name',
      types: NAMES,
      byValue: 0.5,
      names:
        'name | full name | client | client name | contact | contact name | customer name | display name | person | person name | nombre completo | nom complet | vollstandiger name | naam',
    },
    {
      target: 'person.first_name',
      types: NAMES,
      hints: ['first-half-name'],
      names: 'first name | first | given name | forename | christian name | vorname | prenom | nombre | voornaam | nome',
    },
    {
      target: 'person.last_name',
      types: NAMES,
      hints: ['second-half-name'],
      names:
        'last name | last | surname | family name | second name | nachname | familienname | nom | nom de famille | apellido | apellidos | achternaam | cognome',
    },
    {
      target: 'person.emails',
      types: ['mail', 'list'],
      many: true,
      byValue: 0.72,
      hints: ['own-contacts'],
      names:
        'email | e mail | mail | email address | mail address | e mail address | other email | other e mail | other mail | secondary email | alternative email | additional email | work email | home email | personal email | primary email | correo | correo electronico | courriel | emailadresse',
    },
    {
      target: 'person.phones',
      types: ['phone', 'list'],
      many: true,
      byValue: 0.68,
      hints: ['own-contacts'],
      names:
        'phone | phone number | telephone | tel | mobile | mobile phone | mobile number | cell | cell phone | cell number | handy | handynummer | telefon | telefonnummer | telefono | movil | other phone | work phone | home phone | office phone | landline | whatsapp | sms number | contact number | secondary phone | telefoon',
    },
    { target: 'link:company', types: ['name', 'text', 'enum', 'id', 'list', 'integer'], names: COMPANY_LINK },
    { target: 'person.owner', types: PEOPLE, hints: ['users'], names: OWNER },
    { target: 'person.add_time', types: DAYS, hints: ['recent-years'], names: CREATED },
    {
      target: 'person.custom.tags',
      as: { part: 'tags', type: 'set', name: 'Tags' },
      types: ['list', 'enum', 'text', 'name'],
      many: true,
      hints: ['only-list'],
      names:
        'tag | tags | label | labels | segment | segments | keywords | groups | group | lists | etiketten | etiquetas | schlagworte | stichworte',
    },
    {
      target: 'person.custom.private-notes',
      as: { part: 'private-note', type: 'text', name: 'Private notes' },
      types: TEXTS,
      names:
        'private note | private notes | internal note | internal notes | confidential note | confidential notes | coach only notes | private | hidden notes | staff notes | notes private | notas privadas | interne notizen',
    },
    {
      target: 'person.custom.*',
      as: { part: 'social', type: 'varchar' },
      types: ['text', 'url', 'id', 'name'],
      many: true,
      names:
        'instagram | facebook | linkedin | linkedin profile | twitter | x handle | tiktok | youtube | skype | social | social media | social handle | social profile | profile url | threads | mastodon | bluesky | xing',
    },
    {
      target: 'person.custom.*',
      as: { type: 'address' },
      types: ['address', 'text', 'longtext'],
      many: true,
      byValue: 0.55,
      hints: ['only-address'],
      names:
        'address | home address | postal address | mailing address | billing address | street address | residence | adresse | anschrift | direccion | adres',
    },
    {
      target: 'person.custom.*',
      as: { type: 'date' },
      types: ['date'],
      hints: ['birth-years'],
      names:
        'birthday | birth date | date of birth | birthdate | dob | born | born on | geburtstag | geburtsdatum | anniversaire | date de naissance | cumpleanos | fecha de nacimiento',
    },
    {
      target: 'person.custom.*',
      types: TEXTS,
      names: 'job title | title | position | role | occupation | profession | job | beruf | fonction | cargo | puesto | functie',
    },
    {
      target: 'person.custom.*',
      types: CHOICES,
      hints: ['package-status'],
      names:
        'status | client status | lifecycle | lifecycle stage | life cycle | stage | client stage | lead status | contact status | phase | state',
    },
    {
      target: 'person.custom.*',
      as: { type: 'enum' },
      types: CHOICES,
      hints: ['channels'],
      names:
        'referral source | referral | referred by | referrer | source | lead source | how did you hear about us | how did you find us | how found | heard from | heard about us | acquisition channel | origin | came via | marketing source | herkunft | quelle | fuente',
    },
    {
      target: 'person.custom.*',
      types: ['boolean', 'enum'],
      many: true,
      names:
        'newsletter | newsletter opt in | opt in | marketing consent | consent | subscribed | gdpr consent | email opt in | mailing list | sms opt in',
    },
    {
      target: 'person.custom.*',
      types: TEXTS,
      many: true,
      names:
        'notes | note | comments | comment | background | about | bio | biography | history | remarks | description | goals | goal | objectives | objective | desired outcome | desired outcomes | challenges | focus areas | notizen | bemerkungen | notas',
    },
    {
      target: 'person.custom.*',
      types: NUMBERS,
      many: true,
      names:
        'sessions left | sessions remaining | remaining sessions | session balance | credits | balance | hours left | budget | annual budget | score | intake score | age | fee | hourly rate | rate | lifetime value | total paid | total spent',
    },
    {
      target: 'person.custom.*',
      types: CHOICES,
      many: true,
      names:
        'tier | coaching tier | level | category | client type | type | gender | pronouns | language | preferred language | country | city | region | marital status | industry | department | time zone | timezone',
    },
    {
      target: 'person.custom.*',
      types: ['text', 'url', 'name', 'phone'],
      many: true,
      names:
        'website | web page | url | emergency contact | preferred name | nickname | preferred contact | middle name | salutation | spouse | partner | postcode | zip | zip code | postal code',
    },
  ],
};

export const COMPANY: ObjectLexicon = {
  object: 'company',
  own: 'company | organization | organisation | business | firm | account | employer',
  concepts: [
    {
      target: 'organization.source_id',
      types: IDS,
      names:
        'id | company id | organization id | organisation id | account id | company number | company no | reference | record id | code',
    },
    {
      target: 'organization.name',
      types: NAMES,
      byValue: 0.5,
      names:
        'name | company | company name | business name | organization | organization name | organisation | account | account name | firm | firm name | employer | legal name | firma | firmenname | unternehmen | entreprise | empresa | nombre | bedrijfsnaam',
    },
    {
      target: 'organization.address',
      types: ['address', 'text', 'longtext'],
      byValue: 0.6,
      hints: ['only-address'],
      names:
        'address | street address | street | billing address | postal address | mailing address | office address | location | headquarters | hq | adresse | anschrift | direccion',
    },
    {
      target: 'organization.website',
      as: { type: 'varchar' },
      types: ['url', 'text'],
      byValue: 0.6,
      hints: ['only-url'],
      names: 'website | web site | web | web page | webpage | homepage | url | domain | site | internet | pagina web | site web | webseite',
    },
    { target: 'organization.owner', types: PEOPLE, hints: ['users'], names: OWNER },
    { target: 'organization.add_time', types: DAYS, names: CREATED },
    {
      target: 'organization.custom.*',
      types: CHOICES,
      names: 'industry | sector | branch | line of business | vertical | field | branche | secteur | sector de actividad',
    },
    {
      target: 'organization.custom.*',
      types: NUMBERS,
      names: 'employees | employee count | number of employees | headcount | staff size | size | company size | team size | mitarbeiter',
    },
    {
      target: 'organization.custom.*',
      types: NUMBERS,
      names: 'revenue | annual revenue | turnover | yearly sales | sales | umsatz | annual turnover',
    },
    {
      target: 'organization.custom.*',
      types: ['phone', 'mail', 'text', 'longtext', 'enum'],
      many: true,
      names:
        'phone | telephone | email | billing email | vat | vat number | tax id | notes | comments | status | type | country | city | linkedin | tags',
    },
  ],
};

export const COACH: ObjectLexicon = {
  object: 'coach',
  own: 'coach | user | staff | team member | practitioner | therapist | owner',
  concepts: [
    { target: 'link:coach', as: { part: 'id' }, types: IDS, names: 'id | coach id | user id | staff id | member id | code | number' },
    {
      target: 'link:coach',
      as: { part: 'mail' },
      types: ['mail'],
      byValue: 0.75,
      names: 'email | e mail | mail | email address | login | user name | username',
    },
    {
      target: 'link:coach',
      as: { part: 'name' },
      types: NAMES,
      byValue: 0.55,
      names: 'name | full name | coach | coach name | user | display name | staff | practitioner',
    },
    {
      target: 'ignore',
      types: TEXTS,
      many: true,
      names: 'role | roles | permission | time zone | timezone | phone | bio | status | active | title | color | last login | hourly rate',
    },
  ],
};
