import type { Words } from '@/lib/notifications/said';

export const german: Words = {
  began: {
    needs_reauth: (app) => ({
      is: 'muss neu verbunden werden',
      still: 'muss noch immer neu verbunden werden',
      detail:
        `${app} nimmt die Autorisierung nicht mehr an. ` +
        'Es kommt nichts Neues herein, bis jemand neu verbindet.',
    }),
    grant_ending: (app) => ({
      is: 'hat eine Autorisierung, die innerhalb einer Woche endet',
      still: 'hat noch immer eine Autorisierung, die bald endet',
      detail:
        `${app} gewährt sie nur für begrenzte Zeit. ` +
        'Verbinden Sie neu, bevor sie endet, und nichts bleibt stehen.',
    }),
    failing: (app) => ({
      is: 'schlägt fehl',
      still: 'schlägt noch immer fehl',
      detail:
        `Die letzte Synchronisierung aus ${app} ist fehlgeschlagen. ` +
        'Es wird von selbst weiter versucht; sehen Sie nach, wenn es anhält.',
    }),
    auto_paused: (app) => ({
      is: 'ist pausiert, weil die Synchronisierung immer wieder fehlschlug',
      still: 'ist noch immer pausiert, weil die Synchronisierung immer wieder fehlschlug',
      detail:
        `Die Synchronisierung aus ${app} schlug immer wieder fehl, und eine Woche lang kam nichts an. ` +
        'Sehen Sie nach dem Grund und setzen Sie sie dann fort.',
    }),
    deletions_held: (app) => ({
      is: 'hat Löschungen, die warten',
      still: 'hat noch immer Löschungen, die warten',
      detail:
        `Bei ${app} fehlen so viele Datensätze, dass es nach einem Versehen aussieht. ` +
        'Sie bleiben hier, bis jemand zustimmt.',
    }),
  },
  since: {
    day_3: (detail) => `Seit drei Tagen: ${detail}`,
    day_7: (detail) => `Seit einer Woche: ${detail}`,
  },
  recovered: (name, app) => ({
    title: `${name} funktioniert wieder`,
    detail: `Es wird wieder aus ${app} synchronisiert. Es ist nichts zu tun.`,
  }),
  available: (app) => ({
    title: `${app} lässt sich jetzt verbinden`,
    detail: 'Sie wollten es erfahren. Es wird nur einmal gesagt.',
  }),
  requested: (workspace, app, listed) => ({
    title: `${workspace} wünscht sich ${app}`,
    detail: listed
      ? 'Es steht im Katalog und lässt sich noch nicht verbinden. Sehen Sie, wer wartet und was einzurichten ist.'
      : 'Im Katalog gibt es das nicht. Sehen Sie, wer danach fragt und wofür.',
  }),
  subject: (notes, workspace) => `${notes} Hinweise zu Verbindungen von ${workspace}`,
  because: (workspace) => `Sie erhalten dies wegen Ihrer Rolle in ${workspace}.`,
  choose: (href) => `Wählen Sie, was Sie erfahren: ${href}`,
};
