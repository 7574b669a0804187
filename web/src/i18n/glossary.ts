// The terms that hold the three languages together: where the English of a message uses a term, its French and German use
// theirs. Written before new messages are; `glossary.test.ts` reads it.

/** A term in each language. A French or German form may be a stem, found in every case; another form follows a comma. */
export interface Term {
  /** Any of these words, as whole words and in the plural too. */
  en: string
  /** One of these stems. */
  fr: string
  de: string
}

const row = (line: string): Term => {
  const [en = '', fr = '', de = ''] = line.split('|').map((part) => part.trim())
  return { en, fr, de }
}

export const GLOSSARY: readonly Term[] = `
  partner                 | partenaire            | Partner
  shared channel          | canal partagé, canaux partagés | geteilter Kanal, geteilte Kanäle
  number, half            | numéro, moitié        | Prüfzahl, Hälfte
  agreement               | accord                | Vereinbarung
  suspend                 | suspen                | aussetz
  resume                  | reprendre             | fortsetz
  receipt                 | récépissé             | Quittung
  not reachable           | injoignable           | nicht erreichbar
  held                    | retenu                | zurückgehalten
  kept at                 | conservé chez         | liegt bei
  take back               | retirer               | zurücknehmen
  root key                | clé racine, clés racines | Hauptschlüssel
  key service             | service de clés       | Schlüsseldienst
  recovery key            | clé de secours        | Notschlüssel
  locked, unlock          | verrouill             | gesperrt, entsperr
  seal, sealed            | scell                 | versiegel
  unseal                  | descell               | entsiegel
  encrypted, encryption   | chiffr                | verschlüssel
  destroy                 | détrui                | vernicht
  delete                  | supprim               | lösch
  key log                 | journal des clés      | Schlüsselprotokoll
  damaged                 | endommagé             | beschädigt
  data flow               | flux de données       | Datenfl
  backup                  | sauvegarde            | Sicherung
  restore                 | restaur | wiederherstell, wieder her
  upload                  | charger               | hochladen
  download                | télécharger           | herunterladen
  channel                 | canal, canaux         | Kanal, Kanäle
  direct message          | message direct, messages directs | Direktnachricht
  conversation            | conversation          | Unterhaltung
  message                 | message | Nachricht
  thread                  | fil                   | Thread
  reply, replies          | répon, répond         | Antwort, antwort
  mention, mentioning     | mention               | erwähn
  reaction, react         | réaction, réagir      | Reaktion, reagieren
  draft                   | brouillon             | Entwurf, Entwürfe
  scheduled, schedule     | programm              | geplant, planen
  saved                   | enregistr             | gespeichert
  reminder                | rappel                | Erinnerung
  bookmark                | signet                | Lesezeichen
  pin, pinned             | épingl                | heft
  star, starred           | favoris               | Favoriten
  mute, muted             | sourdine              | stumm
  topic                   | sujet                 | Thema
  description             | description           | Beschreibung
  member                  | membre                | Mitglied
  guest                   | invité                | Gast, Gäste
  owner                   | propriétaire          | Inhaber
  administrator           | administrateur        | Administrator
  administration          | administration        | Verwaltung
  workspace               | espace de travail     | Arbeitsbereich
  handle                  | identifiant           | Benutzername, Kürzel
  user group              | groupe                | Benutzergruppe
  profile                 | profil                | Profil
  status                  | statut                | Status
  notification, notifications | notification          | Benachrichtigung
  notify, notifies, notified | notifi, préven, prévien, averti | benachrichtig
  quiet hours             | heures calmes         | Ruhezeiten
  keyword                 | mots-clés             | Stichwörter
  preferences             | préférences           | Einstellungen
  emoji                   | emoji                 | Emoji
  section                 | section               | Abschnitt
  invitation              | invitation            | Einladung
  invite, invited         | invit                 | einladen, eingeladen, laden, lädt
  app                     | appli                 | App
  token                   | jeton                 | Token
  webhook                 | webhook               | Webhook
  scope                   | autorisation          | Berechtigung
  revoke, revoked         | révo                  | widerruf
  deactivate, deactivated | désactiv              | deaktivier
  archive, archived       | archiv                | archiv
  unarchive, unarchived   | désarchiv             | wiederherst, wiederhergestellt
  passphrase              | phrase secrète, phrases secrètes | Passphrase
  password                | mot de passe, mots de passe | Passwort, Passwörter
  sign out, signed out    | déconnect             | abmeld, abgemeldet
  sign in, signed in      | connect, connexion    | anmeld, angemeldet, melden Sie sich
  disk                    | disque                | Festplatte
  server                  | serveur               | Server
  there is no undo        | cette action est irréversible | das lässt sich nicht rückgängig machen
  undo:                   | pour annuler          | rückgängig:
`
  .trim()
  .split('\n')
  .map(row)

/** Words that no message uses: thought in another language, or another term than the one above. */
export const BANNED = {
  en: ['somebody', 'everybody', 'whoever', 'shall', 'no link is out', 'waits for its', 'those that ended', 'takes none along', 'who leaves', 'taken back', 'by itself fails', 'calls you', 'calls nobody', 'write to someone', 'are you sure', 'please', 'simply', 'oops'],
  fr: ['émoji', 'app ', 'apps', 'programmes', 'veuillez', 'tchat'],
  de: [' du ', ' dich ', ' dein', ' euer', 'prüfe ', 'warte ', 'bitte ', ' platte ', 'programm ', 'gemerkt'],
} as const
