import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { filesInMemory, readExport } from './index.ts';

const sink = { begin: () => undefined, rows: () => undefined, rejects: () => undefined, issues: () => undefined, end: () => undefined };
const survey = (contents: Record<string, string | Uint8Array>) =>
  readExport(filesInMemory(contents), sink, { now: '2026-11-22T00:00:00Z' });

/** file → object, id column and where its links lead, as `column → file`. */
async function short(contents: Record<string, string | Uint8Array>) {
  const { files, links } = await survey(contents);
  return Object.fromEntries(
    files.map(({ file, object, idColumn, columns }) => {
      const mine = links.filter((link) => link.file === file);
      const leads = mine.map((link) => `${columns[link.index]?.name} → ${link.toFile} by ${link.by}`);
      return [file, { object, id: idColumn === null ? null : columns[idColumn]?.name, leads }];
    }),
  );
}

describe('exports of other manners', () => {
  test('German headers, semicolons, several encodings, numbers as ids', async () => {
    expect(
      await short({
        'a.csv':
          'Kundennr;Vorname;Nachname;E-Mail;Telefon;Firma;Betreuer;Kunde seit\n' +
          '10001;Anna;Müller;anna@example.com;+49 30 5550101;Nordlicht GmbH;Dana Reyes;03.04.2024\n' +
          '10002;Jürgen;Weiß;juergen@example.com;+49 30 5550102;;Sam Okafor;17.06.2024\n',
        'b.csv':
          'Terminnr;Kunde;Datum;Beginn;Dauer (Min);Art;Status;Notizen\n' +
          'T1;10001;14.03.2026;10:00;60;Coaching;stattgefunden;"Ziele; nächste Schritte"\nT2;10002;15.03.2026;11:30;45;Coaching;abgesagt;\nT3;10001;21.03.2026;10:00;60;Erstgespräch;geplant;\n',
        'c.csv':
          'Rechnungsnummer;Kunde;Rechnungsdatum;Fällig am;Betrag;Status\nR-1;10001;01.03.2026;15.03.2026;1.200,00 €;bezahlt\nR-2;10002;02.03.2026;16.03.2026;180,50 €;offen\n',
        'd.csv': iconv.encode(
          'Firma;Webseite;Branche\nNordlicht GmbH;https://nord.example.com;Design\nWerk & Co;https://werk.example.com;Bau\n',
          'utf-16le',
          { addBOM: true },
        ),
        'e.csv':
          'Paketnr;Kunde;Paket;Preis;Sitzungen gesamt;Verbraucht;Übrig;Status\nP-1;10001;Führung;1.800,00;10;4;6;aktiv\nP-2;10002;Einzel;450,00;3;3;0;abgeschlossen\n',
        'f.csv': 'Name;Mail;Rolle\nDana Reyes;dana@example.com;Inhaberin\nSam Okafor;sam@example.com;Coach\n',
        'g.csv': iconv.encode(
          'Notiznr;Kunde;Verfasser;Datum;Inhalt\nN1;10001;Dana Reyes;14.03.2026;Spricht über Müdigkeit.\nN2;10002;Sam Okafor;16.03.2026;Ruhig.\n',
          'win1252',
        ),
      }),
    ).toEqual({
      'a.csv': { object: 'client', id: 'Kundennr', leads: ['Firma → d.csv by name', 'Betreuer → f.csv by name'] },
      'b.csv': { object: 'session', id: 'Terminnr', leads: ['Kunde → a.csv by id'] },
      'c.csv': { object: 'invoice', id: 'Rechnungsnummer', leads: ['Kunde → a.csv by id'] },
      'd.csv': { object: 'company', id: null, leads: [] },
      'e.csv': { object: 'package', id: 'Paketnr', leads: ['Kunde → a.csv by id'] },
      'f.csv': { object: 'coach', id: null, leads: [] },
      'g.csv': { object: 'note', id: 'Notiznr', leads: ['Kunde → a.csv by id', 'Verfasser → f.csv by name'] },
    });
  });

  test('Spanish headers, clients known by their mail', async () => {
    expect(
      await short({
        '1.csv':
          'Nombre;Apellidos;Correo electrónico;Teléfono móvil;Fecha de nacimiento\nLucía;García;lucia@example.com;+34 600 555 010;12/05/1985\nMateo;Ruiz;mateo@example.com;+34 600 555 011;23/11/1979\n',
        '2.csv':
          'Cita;Cliente;Fecha;Hora de inicio;Duración;Tipo;Estado\nc-1;lucia@example.com;14/03/2026;10:00;60 min;Sesión;realizada\nc-2;mateo@example.com;15/03/2026;12:00;45 min;Sesión;cancelada\n',
        '3.csv':
          'Factura;Cliente;Fecha de emisión;Vencimiento;Importe;Estado\nF-1;lucia@example.com;01/03/2026;15/03/2026;120,00;pagada\nF-2;mateo@example.com;02/03/2026;16/03/2026;90,50;pendiente\n',
        '4.csv':
          'Tipo;Sentido;Cliente;Enviado el;Texto\ncorreo;entrante;lucia@example.com;14/03/2026 09:00;Gracias\nllamada;saliente;mateo@example.com;15/03/2026 10:00;Hablamos\n',
      }),
    ).toEqual({
      '1.csv': { object: 'client', id: null, leads: [] },
      '2.csv': { object: 'session', id: 'Cita', leads: ['Cliente → 1.csv by mail'] },
      '3.csv': { object: 'invoice', id: 'Factura', leads: ['Cliente → 1.csv by mail'] },
      '4.csv': { object: 'message', id: null, leads: ['Cliente → 1.csv by mail'] },
    });
  });

  test('terse headers, id in every file', async () => {
    expect(
      await short({
        'a.csv':
          'id,fn,ln,mail,tel,co,owner\nc1,Maya,Chen,maya@example.com,212-555-0101,o1,u1\nc2,Tomasz,Kow,tomasz@example.com,212-555-0102,o2,u2\nc3,Amara,Dia,amara@example.com,212-555-0103,o1,u1\n',
        'b.csv': 'id,name,web\no1,Brightwater,https://bright.example.com\no2,Fennel,https://fennel.example.com\n',
        'c.csv': 'id,name,mail,role\nu1,Dana Reyes,dana@example.com,owner\nu2,Sam Okafor,sam@example.com,coach\n',
        'd.csv':
          'id,client,pkg,start,mins,status,coach\ns1,c1,p1,2026-03-01 10:00,60,completed,u1\ns2,c2,p2,2026-03-02 10:00,60,no_show,u2\ns3,c3,p1,2026-03-03 10:00,30,cancelled,u1\n',
        'e.csv': 'id,client,plan,price,total,used,status\np1,c1,Gold,1000,10,4,active\np2,c2,Silver,500,5,5,completed\n',
        'f.csv':
          'client,date,by,text\nc1,2026-03-01,Dana Reyes,wants to lead more and draw less\nc2,2026-03-02,Sam Okafor,"tired, bakes at night"\n',
      }),
    ).toEqual({
      'a.csv': { object: 'client', id: 'id', leads: ['co → b.csv by id', 'owner → c.csv by id'] },
      'b.csv': { object: 'company', id: 'id', leads: [] },
      'c.csv': { object: 'coach', id: 'id', leads: [] },
      'd.csv': { object: 'session', id: 'id', leads: ['client → a.csv by id', 'pkg → e.csv by id', 'coach → c.csv by id'] },
      'e.csv': { object: 'package', id: 'id', leads: ['client → a.csv by id'] },
      'f.csv': { object: 'note', id: null, leads: ['client → a.csv by id', 'by → c.csv by name'] },
    });
  });

  test('a memberships table beside a table of groups; forms; calls; small numbers as ids', async () => {
    expect(
      await short({
        'people.csv':
          'ContactID,FullName,EmailAddress,CellPhone\n1,Maya Chen,maya@example.com,212-555-0101\n2,Tomasz Kowal,tomasz@example.com,212-555-0102\n3,Amara Diallo,amara@example.com,212-555-0103\n',
        'segments.csv': 'GroupID,GroupName,ParentGroup\ng1,Leaders,\ng2,Women,g1\ng3,Bakers,\n',
        'in-segments.csv': 'GroupID,ContactID\ng1,1\ng2,3\ng2,1\ng3,2\n',
        'forms.csv':
          'ContactID,CompletedOn,What brings you here?,What would success look like for you?\n1,2026-01-02,A new job,More calm\n2,2026-01-03,Sleep,Evenings off\n',
        'log.csv':
          'ContactID,Kind,InOut,Timestamp,Summary\n1,Call,in,2026-01-02 10:00,asked to move\n2,SMS,out,2026-01-03 11:00,reminder\n2,Call,out,2026-01-04 11:00,told him\n',
      }),
    ).toEqual({
      'people.csv': { object: 'client', id: 'ContactID', leads: [] },
      'segments.csv': { object: 'tag', id: 'GroupID', leads: ['ParentGroup → segments.csv by id'] },
      'in-segments.csv': { object: 'tag', id: null, leads: ['GroupID → segments.csv by id', 'ContactID → people.csv by id'] },
      'forms.csv': { object: 'intake', id: null, leads: ['ContactID → people.csv by id'] },
      'log.csv': { object: 'message', id: null, leads: ['ContactID → people.csv by id'] },
    });
  });

  test('no ids at all, names and mails as references, balances, Rails zones, row numbers', async () => {
    const { files, links } = await survey({
      '1.csv':
        '#,Name,Email,Phone,Time Zone,Tags,Assigned to,Date added\n1,"Chen, Maya",maya@example.com,+1 212 555 0101,Eastern Time (US & Canada),vip; exec,Dana Reyes,3/8/2024\n' +
        '2,"Kowal, Tomasz",tomasz@example.com,+1 212 555 0102,Central Time (US & Canada),,Dana Reyes,3/18/2024\n3,"Diallo, Amara",amara@example.com,+1 212 555 0103,Eastern Time (US & Canada),vip,Sam Okafor,4/2/2024\n',
      '2.csv':
        '#,Appointment Type,Client,Coach,Start Time,End Time,Status,Location\n1,60 min coaching,Maya Chen,Dana Reyes,3/8/2026 2:00 PM,3/8/2026 3:00 PM,Show,Zoom\n' +
        '2,Intro call,Tomasz Kowal,Dana Reyes,3/9/2026 2:00 PM,3/9/2026 2:20 PM,No Show,Phone\n3,60 min coaching,Amara Diallo,Sam Okafor,3/20/2026 2:00 PM,3/20/2026 3:00 PM,Cancelled,Zoom\n',
      '4.csv':
        'Client,Package,Sessions,Price,Purchased\nMaya Chen,Leadership 12,3/12,"$3,000.00",1/2/2026\nTomasz Kowal,Starter 4,4/4,$600.00,2/2/2026\n',
      '6.csv': 'Coach,Email,Access level\nDana Reyes,dana@example.com,Admin\nSam Okafor,sam@example.com,Collaborator\n',
    });
    expect(files.map((file) => [file.object, file.idColumn])).toEqual([
      ['client', null],
      ['session', null],
      ['package', null],
      ['coach', null],
    ]);
    expect(links.map((link) => [link.file, link.index, link.toFile, link.toIndex, link.by])).toEqual([
      ['1.csv', 6, '6.csv', 0, 'name'],
      ['2.csv', 2, '1.csv', 1, 'name'],
      ['2.csv', 3, '6.csv', 0, 'name'],
      ['4.csv', 0, '1.csv', 1, 'name'],
    ]);
    expect(files[1]?.columns[4]).toMatchObject({ type: 'datetime', reading: { order: 'mdy' } });
    expect(files[2]?.columns[2]?.type).toBe('balance');
    expect(files[0]?.columns[5]).toMatchObject({ type: 'list', reading: { separator: ';' } });
  });

  test('snake case, tabs: subscriptions, tags by client, contracts, files, rules, invoices with items', async () => {
    const tabs = (text: string) => text.replaceAll(',', '\t');
    const { files } = await survey({
      'a.csv': tabs(
        'client_id,first_name,last_name,primary_email,mobile_phone\nc-01,Maya,Chen,maya@example.com,2125550101\nc-02,Tomasz,Kowal,tomasz@example.com,2125550102\nc-03,Amara,Diallo,amara@example.com,2125550103\n',
      ),
      'b.csv': tabs(
        'subscription_id,client_id,plan_name,status,unit_amount,credits_total,credits_used,started_at\ns1,c-01,Monthly,active,400.00,4,2,2026-01-01\ns2,c-02,Weekly,canceled,100.00,1,1,2026-02-01\n',
      ),
      'c.csv': tabs('rule,when,then,on\nReminder,24h before session,send mail,true\nWelcome,client added,send form,false\n'),
      'd.csv': tabs(
        'agreement,client_id,status,signed_date,url\nCoaching agreement,c-01,signed,2024-03-05,https://docs.example.com/1\nNDA,c-02,unsigned,,https://docs.example.com/2\n',
      ),
      'e.csv': tabs('name,path,client_id,size_bytes\nworksheet.pdf,files/worksheet.pdf,c-01,1234\nphoto.png,files/photo.png,c-02,999\n'),
      'f.csv': tabs('tag,client_id\nvip,c-01\nvip,c-03\nfounder,c-02\n'),
      'g.csv': tabs('invoice_number,item,qty,rate,total\n1,Session,2,100,200\n1,Book,1,20,20\n2,Session,1,100,100\n'),
      'h.csv': tabs('number,client_id,date,total,currency,state\n1,c-01,2026-03-01,220.00,USD,paid\n2,c-02,2026-03-02,100.00,USD,void\n'),
    });
    expect(files.map((file) => [file.file, file.object, file.idColumn])).toEqual([
      ['a.csv', 'client', 0],
      ['b.csv', 'package', 0],
      ['c.csv', 'automation', null],
      ['d.csv', 'contract', null],
      ['e.csv', 'file', null],
      ['f.csv', 'tag', null],
      ['g.csv', 'invoice', null],
      ['h.csv', 'invoice', 0],
    ]);
  });

  test('whole names lead to people whose first and last names stand apart', async () => {
    const { links } = await survey({
      'c.csv': 'First Name,Last Name,Email\nMaya,Chen,maya@example.com\nTomasz,Kowal,tomasz@example.com\nAmara,Diallo,amara@example.com\n',
      'n.csv':
        'Client,Date,Note\nMaya Chen,2026-03-01,wants to lead more\n"Diallo, Amara",2026-03-02,sleep first\nMaya Chen,2026-03-09,calmer\n',
    });
    expect(links).toEqual([{ file: 'n.csv', index: 0, toFile: 'c.csv', toIndex: 0, toObject: 'client', by: 'name', overlap: 1 }]);
  });

  test('a clear file is recognised with more confidence than a thin one', async () => {
    const { files } = await survey({
      'clear.csv': 'Client ID,First Name,Last Name,Email,Phone,Birthday\nC1,Maya,Chen,maya@example.com,212-555-0101,1984-05-17\n',
      'thin.csv': 'Name,Email\nDana Reyes,dana@example.com\nSam Okafor,sam@example.com\n',
    });
    expect(files[0]?.object).toBe('client');
    expect(files[0]?.confidence).toBeGreaterThan(0.8);
    expect(files[1]?.confidence).toBeLessThan(0.5);
  });
});
