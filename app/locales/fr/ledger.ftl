# Ce que dit le registre des fichiers, des lignes et des opérations : un message pour
# chacun de ceux que `app/ledger/src/messages` déclare, de même clé et aux mêmes places.

ledger-number-empty = la cellule est vide là où il faut un nombre
ledger-number-none = « { $text } » n’est pas un nombre
ledger-number-digits = le nombre a plus de { $count } chiffres
ledger-number-below-zero = « { $text } » est inférieur à zéro, mais cette colonne ne l’est jamais
ledger-number-thousand-more = aucun nombre ne prouve si c’est la virgule ou le point qui sépare les décimales, et « { $text } » pourrait être mille fois plus : vérifiez un montant auprès de la plateforme
ledger-number-thousand-less = aucun nombre ne prouve si c’est la virgule ou le point qui sépare les décimales, et « { $text } » pourrait être mille fois moins : vérifiez un montant auprès de la plateforme

ledger-cell-needed = la cellule est vide, et sans elle la ligne ne veut rien dire

ledger-asset-unnamed = ni la ligne ni le nom du fichier ne dit de quel actif il s’agit : mettez-le dans le nom, comme dans « … BTC.csv »
ledger-unit-unknown = « { $text } » n’est pas une unité de montants que nous connaissons
ledger-unit-by-symbol = le fichier ne dit pas en quoi « { $symbol } » était réglé. À cette époque, c’était en XBT ou en USDT : { $asset } est utilisé
ledger-unit-none = « { $text } » n’est pas un montant suivi de son unité

ledger-time-unknown = « { $text } » n’est pas une heure que nous savons lire
ledger-time-no-day = « { $text } » n’est pas un jour du calendrier, ou pas une heure du jour
ledger-time-either-way = « { $text } » peut commencer par le jour ou par le mois, et aucune date du fichier ne tranche : « Vos fichiers » demande ce qu’il en est
ledger-time-both-orders = « { $text } » peut commencer par le jour ou par le mois, et le fichier a des dates des deux sortes : « Vos fichiers » demande ce qu’il en est
ledger-time-day = « { $text } » n’a pas d’heure : la date est lue à 00:00, et une période ne la conteste que si elle couvre le jour entier
ledger-time-day-open = « { $text } » n’a pas d’heure, et la période ne couvre qu’une partie de ce jour : l’opération n’est pas contestée ; contestez cette ligne seule si elle n’était pas de vous
ledger-time-before = « { $text } » est avant 2009, quand rien ne s’échangeait encore : utilisez le fichier tel que la plateforme l’a envoyé
ledger-time-after = « { $text } » est après le { $day }, jour où nous avons reçu le fichier : utilisez le fichier tel que la plateforme l’a envoyé
ledger-time-buddhist = l’année de « { $text } » est du calendrier bouddhique : réglez le navigateur ou la plateforme sur le calendrier grégorien, puis exportez de nouveau le fichier
ledger-time-persian = l’année de « { $text } » est du calendrier persan : réglez le navigateur ou la plateforme sur le calendrier grégorien, puis exportez de nouveau le fichier
ledger-time-islamic = l’année de « { $text } » est du calendrier musulman : réglez le navigateur ou la plateforme sur le calendrier grégorien, puis exportez de nouveau le fichier
ledger-time-minutes = les heures sont écrites sans secondes ; un tableur les a peut-être supprimées
ledger-time-twice = « { $text } » existe deux fois dans le fuseau { $zone } ; la première est utilisée
ledger-time-never = « { $text } » n’existe pas dans le fuseau { $zone }, car l’horloge l’a sautée ; elle est lue comme si l’horloge ne l’avait pas sautée

ledger-zone-assumed = rien ne dit dans quel fuseau sont les heures, elles sont donc lues en UTC ; sous « Vos fichiers », on peut indiquer le bon fuseau
ledger-zone-own = le fuseau du fichier lui-même ({ $zone }, d’après { $origin }) est utilisé, pas celui qui a été indiqué ({ $given })
ledger-zone-none = « { $text } » n’est pas un fuseau horaire : écrivez `UTC`, un décalage comme `UTC+8` ou `+01:00`, ou un nom comme `Europe/Paris`
ledger-zone-none-mapped = « { $text } » n’est pas un fuseau horaire : écrivez `UTC`, un décalage comme `UTC+8`, ou un nom comme `Europe/Paris`
ledger-zone-documented = rien dans le fichier ne dit son fuseau ; il est lu en { $zone }, celui dans lequel cette plateforme écrivait ; sous « Vos fichiers », on peut indiquer un autre fuseau
ledger-zone-given = le fuseau indiqué ({ $given }) est utilisé, pas celui qui est documenté pour ces fichiers ({ $zone })

ledger-row-quotes = un guillemet est ouvert et jamais fermé
ledger-row-encoding = la ligne n’est pas du texte UTF-8
ledger-row-bytes = la ligne est plus longue que { $limit }
ledger-row-cells-max = la ligne a plus de cellules que { $limit }
ledger-row-cells = la ligne a { $count_cells ->
    [1] une cellule
   *[other] { $count_cells } cellules
} sous un en-tête de { $count_header } : une virgule sans guillemets en a peut-être coupé une
ledger-row-no-order = ni ordre ni en-tête ne figure au-dessus de cette exécution
ledger-row-header-again = l’en-tête est répété ici
ledger-row-no-records = la plateforme dit qu’elle n’a aucun enregistrement
ledger-row-page = cette ligne n’est pas une ligne du tableau : elle appartient à la page d’où vient le tableau
ledger-row-sums = cette ligne n’en est pas une : elle additionne les lignes au-dessus
ledger-row-more = { $count } de plus, { $count_all } en tout
ledger-row-rows-max = le fichier a plus de lignes que { $limit } ({ $count }) ; le reste n’est pas lu
ledger-row-none = il y a un en-tête et rien dessous
ledger-row-columns = colonnes que nous ne connaissons pas et dont nous n’avons pas besoin : { $names }
ledger-row-secret = ceci ressemble à une clé d’API ou à un secret : retirez-le du fichier, et supprimez la clé sur la plateforme si elle fonctionne encore
ledger-row-deals = { $format } : aucune opération, mais { $count ->
    [1] un deal
   *[other] { $count } deals
}
ledger-deal-untimed = le deal `{ $id }` d’un robot ne fait bouger aucun argent ici, et le fichier ne dit pas quand il a eu lieu
ledger-row-cells-few = la ligne a { $count_cells } cellules sous un en-tête de { $count_header } : ce qui manque est lu comme vide, et a peut-être été coupé
ledger-row-id-spoilt = le numéro `{ $id }` a été abîmé par un tableur, qui garde 15 chiffres, et est laissé de côté : utilisez le fichier tel que la plateforme l’a envoyé
ledger-row-digits = « { $text } » a tous les chiffres qu’un tableur garde : si la plateforme en a écrit plus, ils sont perdus
ledger-row-no-seconds = « { $text } » n’a pas de secondes, qu’un tableur omet : le fichier de la plateforme les a

ledger-order-no-fills = il n’y a pas d’exécutions sous cet ordre, donc rien ne dit ce qu’il a fait bouger : demandez l’historique des échanges, qui les donne
ledger-order-cancelled = l’ordre `{ $id }` a été annulé et n’a rien fait bouger
ledger-order-not-filled = cet ordre n’a pas du tout été exécuté (« { $status } »)

ledger-status-not-done = l’état est « { $status } » : une ligne dans cet état n’a rien fait bouger
ledger-status-no-hash = la ligne n’a pas d’empreinte de transaction : elle a échoué et n’a rien déplacé
ledger-status-unmapped = l’état est « { $status } », qui n’est pas parmi les mots disant que cela a eu lieu : la ligne n’a rien fait bouger
ledger-status-unknown = l’état est « { $status } », que nous ne connaissons pas : rien ne dit si la ligne a fait bouger quelque chose

ledger-side-none = « { $word } » n’est ni un achat ni une vente
ledger-side-of-order = « { $word } », de l’ordre à la ligne { $line }, n’est ni un achat ni une vente
ledger-side-deposit = « { $word } » n’est ni Deposit (dépôt) ni Withdrawal (retrait)
ledger-side-untold = rien ne dit si « { $word } » est entré ou sorti, et nous ne connaissons pas ce mot
ledger-side-taken-as-in = rien ne dit si « { $word } » est entré ou sorti ; la ligne est lue comme une entrée
ledger-side-a-deposit = « { $word } » n’est ni un dépôt ni un retrait

ledger-pair-none = « { $pair } » n’est pas une paire comme BTC-USDT
ledger-pair-threecommas = « { $pair } » n’est pas une paire comme USDT_BTC
ledger-pair-unknown = « { $pair } » n’est pas une paire que nous connaissons. Utilisez plutôt l’historique des échanges, que Binance garde sous Orders → Spot Order → Trade History → Export.
ledger-pair-quote = « { $pair } » ne finit par aucune monnaie de cotation que nous connaissons
ledger-pair-units = les unités de « { $first } » et de « { $second } » ne forment pas la paire « { $pair } »
ledger-pair-contract = « { $pair } » n’est pas un contrat que nous connaissons
ledger-pair-margin = « { $pair } » n’est pas un contrat dont nous connaissons l’actif de marge

ledger-kind-category = « { $word } » n’est pas une catégorie que nous connaissons ; la ligne est lue comme une correction de l’actif principal
ledger-kind-operation = « { $word } » n’est pas une opération que nous connaissons ; la ligne est lue comme une correction
ledger-kind-operation-none = la ligne ne nomme aucune opération ; elle est lue comme un ajustement
ledger-kind-sign = « { $word } » ne va pas avec le signe du montant ; la ligne est lue comme une correction
ledger-kind-savings = `{ $word }` ne va pas avec { $coin }, qui est l’épargne du compte sous un autre nom ; lu comme un transfert
ledger-kind-type = « { $word } » n’est pas un type que nous connaissons ; la ligne est lue comme une correction
ledger-kind-neither = ni le type ni la remarque ne disent ce que c’était ; la ligne est lue comme une correction

ledger-half-alone = ceci est une moitié de conversion, et il n’y a pas exactement une autre moitié à moins { $count ->
        [1] d’une seconde
       *[other] de { $count } secondes
    } : elle compte telle quelle

ledger-fee-asset = le fichier ne nomme pas l’actif des frais { $amount }. Leur montant ne montre pas s’il s’agit de { $base } ou de { $quote } : ces frais n’entrent dans aucune somme
ledger-fee-greater = les frais dépassent le montant { $amount } dont ils font partie
ledger-fee-tax = une taxe de { $amount } figure ici sans son actif et n’entre dans aucune somme
ledger-fee-alone = des frais de { $amount } figurent ici sans leur actif et n’entrent dans aucune somme
ledger-fee-elsewhere = les frais de { $amount } { $asset } ne font pas partie de la variation de cette ligne et n’entrent ici dans aucune somme : une ligne de { $asset } les contient, si le fichier est complet

ledger-total-differs = le total { $amount } n’est pas quantité × prix ({ $amount_product }) ; le total du fichier est utilisé
ledger-total-none = ni un total ni un prix ne dit ce qui a été payé
ledger-total-unknown = le fichier ne dit pas combien de { $asset } ont été payés
ledger-total-dollars = le montant de { $asset } manque ; sa valeur en dollars, { $amount }, est utilisée à la place
ledger-total-credited = { $amount } n’est pas le montant indiqué moins les frais de { $amount_fee } ; c’est ce qui a été crédité qui est utilisé, sans frais
ledger-total-other-side = la ligne ne dit pas ce qui a été donné ou reçu en échange : elle compte telle quelle
ledger-total-other-log = l’autre moitié de cet échange est dans le journal de l’autre actif. Remettez aussi ce journal, sinon cette moitié compte seule
ledger-total-parts = le montant { $amount } n’est pas la somme de ses parties ({ $amount_parts }) ; c’est le montant qui est utilisé
ledger-total-of-position = la variation de la ligne est 0, mais ses parties font { $amount } : c’est le solde d’une position qui a changé, et les parties sont utilisées
ledger-total-pnl = le résultat réalisé de la ligne, { $amount }, n’est pas son résultat total plus le financement moins les frais ({ $amount_net }) ; celui de la ligne est utilisé, et le gain est de { $amount_pnl }

ledger-balance-off = le solde de { $asset } devrait être { $amount } après la ligne { $line }, et il est de { $amount_now } : une ligne manque peut-être, ou a été modifiée
ledger-balance-not-booked = la ligne n’a pas de solde : elle était annoncée, et ce qu’elle a fait bouger est une ligne à part là où c’est comptabilisé
ledger-balance-more = { $count ->
    [1] un autre solde ne découle pas de la ligne précédente
   *[other] { $count } autres soldes ne découlent pas de la ligne précédente
}
ledger-balance-max = le fichier a les soldes de plus de comptes et d’actifs que { $limit } ({ $count }) ; les autres ne sont pas vérifiés
ledger-balance-holdings-max = les fichiers ont plus de comptes et d’actifs que { $limit } ({ $count }) ; les avoirs des autres ne sont pas suivis
ledger-balance-no-asset = rien ne dit de quel actif sont les soldes ; ils ne sont pas vérifiés
ledger-balance-off-before = le solde de { $asset } devrait être { $amount } avant la ligne { $line }, et il est de { $amount_now } : une ligne manque peut-être, ou a été modifiée

ledger-odd-day-first = ses dates commencent par le jour, comme le prouve « { $text } »
ledger-odd-month-first = ses dates commencent par le mois, comme le prouve « { $text } »
ledger-odd-both-orders = ses dates sont des deux sortes : « { $first } » commence par le jour, « { $second } » par le mois
ledger-odd-column = la colonne « { $name } » nous est nouvelle ; d’après ses valeurs, elle est lue comme « { $known } »
ledger-odd-commas = il a été enregistré à nouveau par un tableur, avec des virgules décimales
ledger-odd-utf16 = son texte est en UTF-16
ledger-odd-json = c’est une liste en JSON : son premier enregistrement est la ligne 2
ledger-odd-letters = son texte est lu comme du { $name }
ledger-odd-ftx = lu comme FTX.com ; FTX US écrivait les mêmes fichiers : si le compte y était, mettez « FTX US » dans le nom du compte
ledger-odd-ftx-us = lu comme FTX US, d’après le nom du fichier ou du compte
ledger-odd-resaved = un tableur a enregistré ce fichier à nouveau. Il garde 15 chiffres d’un nombre et peut en écrire moins. Les montants et numéros plus longs ont perdu le reste ; le fichier de la plateforme l’a
ledger-odd-sheet-numbers = ses nombres sont passés par un tableur, qui garde 15 chiffres
ledger-odd-sheet-digits = ses nombres sont passés par un tableur, et { $count ->
    [1] l’un d’eux a pu perdre
   *[other] { $count } d’entre eux ont pu perdre
} des chiffres

ledger-file-unknown = Nous ne connaissons pas cet export, et ce n’est pas un tableau : aucune ligne n’y nomme des colonnes au-dessus de valeurs. Il est gardé comme preuve. Demandez à la plateforme ses relevés en CSV ou en XLSX.
ledger-file-table = Nous ne connaissons pas ce tableau. Ses colonnes sont : { $columns }. Il est gardé comme preuve.
ledger-file-table-of = Nous ne connaissons pas ce tableau. Il semble venir de { $exchange }. Ses colonnes sont : { $columns }. Il est gardé comme preuve.
ledger-file-table-next = { $message } Vous pouvez expliquer ses colonnes sur sa page, ou nous envoyer un échantillon, qui montre sa forme et aucune de ses valeurs.
ledger-file-values = Ce fichier a les colonnes de « { $format } », mais pas ses valeurs. S’il s’agit d’un tel fichier, utilisez-le tel que la plateforme l’a envoyé.
ledger-file-near = Nous ne connaissons pas cet export. Le plus proche est « { $format } », mais il n’a pas de colonne « { $name } ». S’il s’agit d’un tel fichier, utilisez-le tel que la plateforme l’a envoyé.
ledger-file-several = Ce peut être : { $formats } ; rien dans le fichier ne tranche. « Vos fichiers » vous demande duquel il s’agit.
ledger-file-no-format = `{ $name }` n’est pas un format qui puisse être lu : la page « Les fichiers que nous savons lire » les énumère.
ledger-file-empty = Le fichier est vide : il n’y a rien à y lire.
ledger-file-nothing = Le fichier est vide.
ledger-file-too-long = Le fichier dépasse la limite, et rien n’y a été reconnu.
ledger-file-bytes = le fichier est plus long que { $limit } ({ $count } octets) ; le reste n’est pas lu
ledger-file-not = non reconnu : { $message }
ledger-file-instead = { $advice }
ledger-file-besides = { $message } En outre, { $more }.
ledger-file-zip = C’est une archive ZIP ou un classeur Excel. Les archives et les classeurs contenus dans une archive ne sont pas ouverts : remettez-le à part.
ledger-file-gzip = C’est une archive gzip. Les archives contenues dans une archive ne sont pas ouvertes : remettez-la à part.
ledger-file-pdf = C’est un PDF. Il est gardé comme preuve. Pour les opérations qu’il contient, demandez à la plateforme le même relevé en CSV.
ledger-file-picture = C’est une image. Elle est gardée comme preuve. Saisissez ce qu’elle montre, ou demandez le CSV à la plateforme.
ledger-file-unread = Ce fichier est : { $format }. { $advice }
ledger-file-unread-beside = Ce fichier est : { $format }. Il ne déplace rien qui ne soit pas dans un autre fichier de la même archive.
ledger-file-office = C’est un fichier de Microsoft Office, mais pas un classeur. Il est gardé comme preuve. Demandez le CSV à la plateforme.
ledger-file-xls-inside = C’est un ancien classeur Excel. Les classeurs contenus dans une archive ne sont pas ouverts : remettez-le à part.
ledger-file-xls-older = C’est un classeur Excel d’avant 1995 : enregistrez sa feuille en CSV.
ledger-file-xls-older-open = C’est un classeur Excel d’avant 1995 : ouvrez-le et enregistrez sa feuille en CSV.
ledger-file-packed = C’est une archive ({ $name }) que nous n’ouvrons pas : décompressez-la et remettez ce qu’elle contient.
ledger-file-numbers = C’est un document de Numbers d’Apple, qui n’est pas lu : ouvrez-le, exportez-le en CSV ou en Excel, et remettez ce fichier.
ledger-file-open-document = C’est un fichier OpenDocument sans feuille que nous sachions lire : ouvrez-le, et enregistrez sa feuille en XLSX ou en CSV.
ledger-file-no-header = Ce sont des lignes sans celle qui nomme leurs colonnes et qui se trouve au-dessus : copiez-la aussi. Ou expliquez les colonnes par leurs numéros.
ledger-file-no-header-of = Ces lignes ressemblent à « { $format } », sans celle qui nomme leurs colonnes et qui se trouve au-dessus : copiez-la aussi (`{ $header }`). Ou expliquez les colonnes par leurs numéros.
ledger-file-xlsb = C’est un classeur Excel binaire (XLSB), qui n’est pas lu : enregistrez-le en XLSX, ou sa feuille en CSV.
ledger-file-xml-workbook = C’est un classeur en XML (d’Excel 2003), quoi qu’en dise son nom : ouvrez-le et enregistrez sa feuille en CSV ou en XLSX.
ledger-file-web-page = C’est une page web, quoi qu’en dise son nom : ouvrez-la dans un tableur et enregistrez la feuille en CSV ou en XLSX, ou demandez le CSV à la plateforme.
ledger-file-web-table = C’est un tableau de page web, quoi qu’en dise son nom : ouvrez-le dans un tableur et enregistrez la feuille en CSV ou en XLSX, ou demandez le CSV à la plateforme.
ledger-file-tags = C’est un fichier de balises (HTML ou XML), quoi qu’en dise son nom : demandez le CSV à la plateforme.

ledger-archive-broken-why = L’archive est abîmée ({ $error }) : téléchargez-la à nouveau, ou remettez les fichiers qu’elle contient.
ledger-archive-broken-inside = L’archive est abîmée : téléchargez-la à nouveau, ou remettez les fichiers qu’elle contient.
ledger-archive-broken = L’archive est abîmée : téléchargez-la à nouveau.
ledger-archive-members = L’archive a { $count } fichiers, plus que { $limit } ({ $count_max }) : remettez ses fichiers CSV.
ledger-archive-members-more = l’archive a plus de fichiers que { $limit } ({ $count }) ; le reste n’est pas lu
ledger-archive-none = L’archive ne contient aucun fichier : il n’y a rien à y lire.
ledger-archive-unread = L’archive ne contient aucun fichier qui puisse être lu.
ledger-archive-bytes = l’archive dépasse { $limit } ({ $count } octets) une fois décompressée ; le reste n’est pas lu
ledger-archive-ratio = ce fichier de l’archive dépasse { $limit } ({ $count }) fois sa taille comprimée ; le reste n’est pas lu
ledger-archive-checksum = ce fichier de l’archive s’interrompt ou sa somme de contrôle est fausse ({ $error }) ; téléchargez l’archive à nouveau
ledger-archive-locked = Il est protégé par un mot de passe : décompressez-le et remettez ce qu’il contient.
ledger-archive-packed = Il est comprimé d’une façon que nous ne savons pas lire : décompressez-le et remettez ce qu’il contient.
ledger-archive-member = Il est abîmé dans l’archive : téléchargez l’archive à nouveau.

ledger-workbook-broken = Le classeur est abîmé ({ $message }) : ouvrez-le et enregistrez-le à nouveau, ou demandez le CSV à la plateforme.
ledger-workbook-none = Le classeur ne contient aucune feuille.
ledger-workbook-locked = Le classeur est protégé par un mot de passe, ou comprimé d’une façon que nous ne savons pas lire : ouvrez-le et enregistrez-le sans mot de passe.
ledger-workbook-sheet = cette feuille n’est pas lue : { $message }
ledger-workbook-past = Le classeur { $message } : enregistrez sa feuille en CSV.

ledger-claim-same-file = { $file } a les mêmes octets ; c’est la ligne { $line } de ce fichier qui compte
ledger-claim-same-row = la même ligne est dans { $file }, ligne { $line }, et compte là
ledger-claim-conflict = la ligne de { $file }, ligne { $line }, donne d’autres chiffres et compte à la place
ledger-claim-conflict-detail = l’identifiant `{ $id }` de { $market } est aussi dans { $file }, ligne { $line }, avec d’autres chiffres : { $fields }. Au moins une des deux lignes est fausse ; c’est celle de ce fichier qui compte (il est plus détaillé)
ledger-claim-conflict-less = l’identifiant `{ $id }` de { $market } est aussi dans { $file }, ligne { $line }, avec d’autres chiffres : { $fields }. Au moins une des deux lignes est fausse ; c’est celle de ce fichier qui compte (elle porte sur la plus petite quantité)
ledger-claim-conflict-hash = l’identifiant `{ $id }` de { $market } est aussi dans { $file }, ligne { $line }, avec d’autres chiffres : { $fields }. Au moins une des deux lignes est fausse ; c’est celle de ce fichier qui compte (il est le premier par son SHA-256)
ledger-claim-conflict-chosen = l’identifiant `{ $id }` de { $market } est aussi dans { $file }, ligne { $line }, avec d’autres chiffres : { $fields }. Au moins une des deux lignes est fausse ; c’est celle de ce fichier qui compte (elle a été choisie contre une autre ligne, mais pas contre celle-ci)
ledger-claim-settled = la ligne de { $file }, ligne { $line }, donne d’autres chiffres et a été choisie pour compter
ledger-claim-settled-idle = votre décision de faire compter cette ligne ne vaut plus : aucune ligne d’un autre fichier ne la contredit maintenant
ledger-claim-settled-twice = votre décision de faire compter cette ligne ne vaut pas : une autre décision fait compter une autre ligne. Revenez sur l’une des deux décisions
ledger-claim-same-id = { $count } de ses lignes ont un identifiant qu’une autre ligne du fichier a aussi, à commencer par celle-ci : toutes comptent
ledger-claim-decision-instead = votre décision sur cette seule ligne ne vaut plus : { $file }, ligne { $line }, compte maintenant à sa place. Vérifiez les lignes de ce fichier et décidez à nouveau
ledger-claim-decision = votre décision sur cette seule ligne ne vaut plus : aucun fichier du dossier n’a plus cette ligne
ledger-claim-same-money = le même argent est dans { $file }, ligne { $line }, et compte là
ledger-claim-one-account = { $count } fichiers de { $exchange } n’ont pas de nom de compte et comptent comme un seul compte. S’il y a plusieurs comptes, donnez un nom à chacun sous « Vos fichiers »
ledger-claim-users-differ = des fichiers de { $exchange } nomment différents utilisateurs ({ $names }) et comptent comme un seul compte : donnez un nom à leurs comptes sous « Vos fichiers »
ledger-claim-legs = { $count ->
    [1] une de ses lignes, celle-ci, ne correspond à rien dans les fichiers plus détaillés du compte et compte telle quelle
   *[other] { $count } de ses lignes, à commencer par celle-ci, ne correspondent à rien dans les fichiers plus détaillés du compte et comptent telles quelles
}
ledger-claim-fills = les exécutions de l’ordre `{ $id }` font moins que l’ordre dans { $file }, ligne { $line }. Certaines exécutions ne sont dans aucun fichier, c’est donc l’ordre qui compte
ledger-claim-moves = { $count ->
    [1] un de ses dépôts et retraits, celui-ci, ne correspond à rien dans les listes du compte et compte tel quel
   *[other] { $count } de ses dépôts et retraits, à commencer par celui-ci, ne correspondent à rien dans les listes du compte et comptent tels quels
}. Ce que les listes donnent à une autre heure compte deux fois
ledger-claim-two-accounts = son compte n’a pas de nom, et celui de { $file } est « { $name } ». Ils comptent comme deux comptes de { $exchange }, et ce que les deux fichiers contiennent compte deux fois. Si c’est un seul compte, donnez le même nom aux deux sous « Vos fichiers »
ledger-claim-order-doubt = les exécutions du compte sur ce marché entourent cet ordre, et aucune n’en fait la somme. L’ordre compte tel quel. Si certaines exécutions sont les siennes, leur argent compte deux fois
ledger-claim-zones = { $count ->
    [1] un de ses échanges est de ceux
   *[other] { $count } de ses échanges sont ceux
} de { $file }, mais à { $span } d’écart. L’un des deux fichiers est lu dans un mauvais fuseau. Leur argent compte deux fois tant que vous n’indiquez pas le bon fuseau sous « Vos fichiers »
ledger-claim-overlap = il porte sur les mêmes marchés à la même période que { $file }, et aucune ligne d’un fichier n’est dans l’autre. Si l’un est une copie modifiée de l’autre, leur argent compte deux fois
ledger-claim-compared-rows = { $count } lignes du dossier doivent être comparées entre elles en une fois, plus que { $limit } ({ $count_max }). Demandez à la personne qui gère ce site de relever la limite, ou écartez un fichier qui répète ce qu’un fichier plus détaillé du compte contient
ledger-claim-compared-keys = plus de lignes du dossier que { $limit } ({ $count }) peuvent être répétées dans un autre de ses fichiers. Demandez à la personne qui gère ce site de relever la limite, ou écartez un fichier qui en répète d’autres
ledger-claim-fills-fees = les exécutions de l’ordre `{ $id }` font moins que l’ordre dans { $file }, ligne { $line }. Certaines exécutions ne sont dans aucun fichier, c’est donc l’ordre qui compte. Il ne nomme pas de frais, et ceux des exécutions ({ $fees }) n’entrent dans aucune somme

ledger-mapping-lacks-column = l’explication des colonnes pour { $exchange } ne convient pas à ce fichier : il n’a pas de colonne « { $name } »
ledger-mapping-lacks-number = l’explication des colonnes pour { $exchange } ne convient pas à ce fichier : il n’a pas de colonne { $number } pour « { $name } »
ledger-mapping-lacks-rows = l’explication des colonnes pour { $exchange } ne convient pas à ce fichier : il n’a pas de lignes
ledger-mapping-none = personne n’a dit ce que signifient les colonnes
ledger-mapping-aside = les lignes « { $word } » sont ignorées, comme indiqué
ledger-mapping-sort = rien ne dit de quel type d’opération il s’agit
ledger-mapping-word = personne n’a dit ce que signifie « { $word } »
ledger-mapping-asset = rien ne dit de quel actif est ce montant
ledger-mapping-change = la variation est de { $amount }, mais la ligne est indiquée comme un dépôt
ledger-mapping-quantity = un échange doit avoir une quantité
ledger-mapping-buy-below = la quantité { $amount } est inférieure à zéro, mais la ligne dit achat
ledger-mapping-below = la quantité { $amount } est inférieure à zéro, mais la ligne est du type « { $kind } »
ledger-mapping-for-what = rien ne dit ce qui a été échangé contre quoi
ledger-mapping-how-much = rien ne dit combien
ledger-mapping-which-way = rien ne dit si c’est entré ou sorti (« { $kind } »)
ledger-mapping-exchange = la plateforme doit avoir un nom en minuscules, chiffres, `-`, `.` ou `_`, 40 caractères au plus
ledger-mapping-time = aucune colonne ne contient l’heure : chaque opération doit avoir une heure
ledger-mapping-kind = rien ne dit de quel type d’opération est une ligne : nommez un type pour le fichier, ou la colonne qui le dit
ledger-mapping-pair = un échange doit avoir une paire : une colonne pour les deux, ou l’actif et sa monnaie de cotation
ledger-mapping-side = un échange est un achat ou une vente : nommez une colonne qui le dit, ou une quantité inférieure à zéro pour les ventes
ledger-mapping-amount = aucune colonne ne dit combien
ledger-mapping-price = un échange doit avoir un prix ou un total : rien ne dit ce qui a été payé
ledger-mapping-asset-column = aucune colonne ne dit de quel actif il s’agit : nommez une colonne pour l’actif, ou une valeur pour tout le fichier
ledger-mapping-no-column = la colonne pour « { $name } » n’a ni nom ni numéro
ledger-mapping-twice = « { $first } » et « { $second } » disent la même chose de deux façons : gardez-en une
ledger-mapping-fixed = « { $name } » ne peut pas être une même valeur pour tout le fichier
ledger-mapping-too-long = un texte a plus de { $count } caractères, ou il y a plus de { $count_words } mots
ledger-mapping-unread = l’explication des colonnes ne peut pas être lue : { $error }
ledger-mapping-not-enough = l’explication des colonnes n’est pas complète : { $messages }

ledger-note-computed = calculé
ledger-note-received-whole = ce qui a été reçu est tenu pour net de frais
ledger-note-fee-left-out = frais de { $amount } laissés de côté : leur actif n’est pas dans le fichier
ledger-note-fee-by-size = actif des frais : { $asset }, d’après leur montant
ledger-note-fee-margin = actif des frais : USD, la marge
ledger-note-fee-received = actif des frais : { $asset }, ce qui a été reçu
ledger-note-fee-usd = des frais de { $amount } USD n’entrent dans aucune somme
ledger-note-fee-not-here = ses frais ne sont pas dans ce fichier
ledger-note-fee-elsewhere = des frais de { $amount } n’ont pas été pris sur ce solde
ledger-note-tax = taxe supposée en { $asset } comme les frais : le fichier ne nomme aucun actif
ledger-note-placed-when = à l’heure où l’ordre a été placé
ledger-note-converted = conversion
ledger-note-converted-at = conversion à { $price }
ledger-note-lending = prêt
ledger-note-paid-by = par { $method }
ledger-note-in-file = { $text }
ledger-note-remark = remarque : { $text }
ledger-note-tags = étiquettes : { $text }
ledger-note-dust = petits soldes convertis
ledger-note-worth-primary = actif principal : vaut { $amount } USD d’après le fichier
ledger-note-worth-base = actif de base : vaut { $amount } USD d’après le fichier
ledger-note-worth-quote = monnaie de cotation : vaut { $amount } USD d’après le fichier
ledger-note-worth-fee = frais : vaut { $amount } USD d’après le fichier
ledger-line-deal = le deal 3Commas { $id } explique cet échange
ledger-line-no-deal-then = aucun deal 3Commas ne l’explique, mais ceux qui ont été remis vont du { $first } au { $last }
ledger-line-no-deal = aucun deal 3Commas ne l’explique
ledger-note-fee-by-way = actif des frais : { $asset }, selon l’usage de la plateforme ; leur montant ne tranche pas

ledger-line-leg = une autre partie du même échange n’a pas de prix
ledger-line-too-large = la perte est plus grande que ce qu’une ligne peut contenir
ledger-line-fee = les frais en { $asset } n’ont pas de prix et ne sont pas comptés
ledger-line-no-price = { $asset } : pas de prix
ledger-line-no-bridge = { $asset } : coté dans l’actif pont, qui n’a lui-même pas de prix
ledger-line-no-rate = { $asset } : coté dans une autre monnaie, pour laquelle il n’y a pas de taux de la BCE
ledger-line-other-source = { $asset } : pas de prix de sa première source, seulement d’une autre
ledger-line-group = { $asset } : une autre partie du même échange n’a pas de prix
ledger-line-unsettled = { $asset } : le début de sa manipulation n’est pas encore fixé
ledger-line-manipulated = { $asset } : le jour se termine pendant que son marché est inscrit comme manipulé
ledger-line-manipulated-open = { $asset } : son marché est inscrit comme manipulé sans date de fin ; un jour ultérieur n’a de prix qu’une fois la fin indiquée
ledger-line-apart = { $source } indique { $price } pour { $asset }, et non { $price_used }
ledger-line-closes = ferme { $count ->
    [1] une exécution
   *[other] { $count } exécutions
} avec { $amount } { $margin }
ledger-line-flat-opened = suivie depuis { $moment } : le fichier dit que la position a été ouverte à ce moment
ledger-line-flat-history = suivie depuis { $moment } : l’historique du compte commence alors par son premier dépôt
ledger-line-flat-stated = suivie depuis { $moment } : une personne dit que rien n’était détenu à ce moment
ledger-line-only-fee = d’une exécution, seuls les frais comptent

ledger-value-conflict = { $asset } est inscrit comme manipulé à partir du { $moment_from }, mais son premier échange contesté ({ $file }:{ $line }) a eu lieu le { $moment_at } : l’inscription doit commencer avant lui
ledger-value-basis = « { $text } » n’est pas une base d’évaluation : dites `event` ou `date:AAAA-MM-JJ`
ledger-value-manipulated = « { $text } » ne dit pas quand la manipulation a commencé : écrivez `ACTIF@DÉBUT` ou `ACTIF@DÉBUT..FIN`, les heures comme 2022-10-18 ou 2022-10-18T21:00:00Z
ledger-value-ends = la période du { $moment_from } au { $moment_to } finit avant de commencer
ledger-value-currency = « { $text } » n’est pas une monnaie de rapport : choisissez USD, EUR, GBP, CHF, CAD, AUD ou JPY
ledger-value-source = « { $text } » ne choisit pas de source de prix : écrivez ACTIF=SOURCE, par exemple BTC=coingecko
ledger-value-fills = la perte n’a pas été calculée : le dossier a plus d’exécutions de contrats que { $limit } ({ $count }). Contestez une période plus courte, ou faites relever la limite
ledger-value-groups = la perte n’a pas été calculée : le dossier conteste plus de groupes de lignes que { $limit } ({ $count }). Contestez une période plus courte, ou faites relever la limite
ledger-value-deal-trades = la perte n’a pas été calculée : des deals de 3Commas peuvent expliquer plus d’échanges du dossier que { $limit } ({ $count }). Remettez moins de deals, ou faites relever la limite

ledger-price-ignored = { $asset }/{ $quote }= est ignoré : le fichier dit lui-même ce qui est coté
ledger-price-no-volume = { $count ->
    [1] une bougie sans volume n’est jamais utilisée
   *[other] { $count } bougies sans volume ne sont jamais utilisées
}
ledger-price-more = { $count ->
    [1] une autre ligne est refusée
   *[other] { $count } autres lignes sont refusées
}, { $count_all } en tout
ledger-price-text = la ligne n’est pas du texte UTF-8
ledger-price-quotes = les guillemets de la ligne ne vont pas par paires
ledger-price-cells = la ligne a { $count ->
    [1] une cellule
   *[other] { $count } cellules
}, il en faut { $count_needed }
ledger-price-zero = un prix doit être supérieur à zéro, pas { $amount }
ledger-price-milliseconds = « { $text } » n’est pas une heure en millisecondes ou microsecondes
ledger-price-candle = la bougie se ferme avant de s’ouvrir
ledger-price-volume = « { $text } » n’est pas un volume
ledger-price-day = « { $text } » n’est pas une date comme 2022-10-18
ledger-price-rate = le taux de { $currency } est laissé de côté : { $message }
ledger-price-empty = { $count ->
    [1] un jour n’a pas de prix
   *[other] { $count } jours n’ont pas de prix
}
ledger-price-time-utc = « { $text } » n’est pas une heure comme 2022-10-18 00:00:00 UTC
ledger-price-missing-asset = l’actif manque
ledger-price-missing-quote = la monnaie de cotation manque
ledger-price-missing-source = la source manque
ledger-price-itself = { $asset } est coté en lui-même
ledger-price-time = « { $text } » n’est pas une heure : écrivez 2022-10-18T00:00:00Z ou 2022-10-18
ledger-price-window = « { $text } » n’est pas une durée : écrivez 1m, 1h, 1d …

ledger-credit-evidence = rien ne montre que cela a été récupéré
ledger-credit-time = « { $text } » n’est pas une heure : écrivez 2022-10-24 ou 2022-10-24T10:00:00Z
ledger-credit-asset = l’actif récupéré manque
ledger-credit-amount = la quantité récupérée doit être supérieure à zéro, pas { $amount }

ledger-credit-before-first = ceci a été récupéré avant la première opération contestée. Cela compte, mais vérifiez la date
ledger-credit-identical = autre chose a été récupéré avec les mêmes moment, actif, quantité, justificatif et commentaire. Les deux comptent : enlevez l’un s’il s’agit du même versement

ledger-position-opened-when = rien ne dit quand la position a été ouverte : si le fichier de ses exécutions est remis aussi, ses frais comptent deux fois
ledger-position-fees = les frais des exécutions de { $market } font moins que ceux de sa position dans { $file }, ligne { $line }. Certaines exécutions ne sont dans aucun fichier, ce sont donc les frais de la position qui comptent

ledger-sheet-past = la feuille { $message } ; le reste n’est pas lu
ledger-sheet-past-whole = La feuille { $message } : enregistrez-la en CSV.
ledger-sheet-here = la feuille est abîmée ici ({ $message }) ; le reste n’est pas lu
ledger-sheet-broken = La feuille est abîmée ({ $message }) : ouvrez le classeur et enregistrez-le à nouveau.
ledger-sheet-numbers = { $count } nombres de cette feuille, à partir de cette cellule, sont passés par un tableur, qui garde 15 à 17 chiffres ; aucun n’en a autant
ledger-sheet-numbers-one = { $count } nombres de cette feuille, à partir de cette cellule, sont passés par un tableur, qui garde 15 à 17 chiffres. L’un d’eux en a autant et a pu perdre le reste ; le CSV de la plateforme l’a
ledger-sheet-numbers-full = { $count } nombres de cette feuille, à partir de cette cellule, sont passés par un tableur, qui garde 15 à 17 chiffres. { $count_full } d’entre eux en ont autant et ont pu perdre le reste ; le CSV de la plateforme l’a

ledger-part-sheets = a plus de feuilles que { $limit } ({ $count })
ledger-part-past = dépasse { $limit } ({ $count })
ledger-part-unpacks = dépasse { $limit } ({ $count } octets) une fois décompressé
ledger-part-longer = est plus long que { $limit } ({ $count } octets)
ledger-part-to-read = a plus à lire que { $limit } ({ $count } octets)
ledger-part-strings = a plus de texte partagé que { $limit } ({ $count } octets)
ledger-part-cell = a une cellule de plus de { $limit } ({ $count } octets)
ledger-part-cell-or-tag = a une cellule ou une balise de plus de { $limit } ({ $count } octets)
ledger-part-error = { $error }
ledger-part-breaks-off = il finit trop tôt
ledger-part-within-cell = il finit dans une cellule
ledger-part-within-tag = il finit dans une balise
ledger-part-no-cells = il n’a pas de cellules
ledger-part-no-text = une cellule renvoie à un texte qui n’est pas là
ledger-part-no-row-number = une ligne n’a pas de numéro valable
ledger-part-no-place = une cellule n’a pas de place valable
ledger-part-order = ses cellules ne sont pas dans l’ordre
ledger-part-attribute = il a un attribut sans valeur
ledger-part-reference = il a une référence qui ne veut rien dire dans un classeur
ledger-part-no-name = il a une balise sans nom
ledger-part-nested = ses balises sont imbriquées trop profondément
ledger-part-no-utf8 = ce n’est pas du texte UTF-8
ledger-part-document-type = il a un type de document, ce qu’aucun classeur n’a
ledger-part-sectors = ses secteurs n’ont pas de taille valable
ledger-part-no-sheets = il n’a pas de feuilles
ledger-part-sector-gone = un secteur n’est pas dans le fichier
ledger-part-sector-table = un secteur n’est pas dans sa table
ledger-part-sector-chain = une chaîne de ses secteurs n’a pas de fin
ledger-part-no-workbook = il ne commence pas comme un classeur
ledger-part-no-sheet = il ne commence pas comme une feuille
ledger-part-record = un enregistrement est trop court
ledger-part-text = un texte est trop court
ledger-part-letter = une lettre est coupée en deux
ledger-part-sheet-gone = la feuille n’est pas dans le classeur
ledger-part-list = il n’a pas de partie qui énumère ses feuilles

ledger-run-same-prices = les mêmes prix ont déjà été donnés ; ils ne comptent qu’une fois
ledger-run-sources = { $asset } le { $moment } vaut { $price } selon la première source, { $other } selon { $source } : la première compte
ledger-run-deal = le deal { $id } de 3Commas explique cet échange ({ $file }, ligne { $line }) : a-t-il été contesté par erreur ?
ledger-run-no-asset = sans effet : aucune opération et aucun prix ne portent sur cet actif
ledger-run-no-bridge = sans effet : aucun fichier de prix n’a de prix dans cet actif
ledger-run-nothing = rien n’est contesté : aucune opération ne touche cet actif
ledger-run-no-period = sans effet : aucune opération contestable par période ne se trouve dans cette période
ledger-run-no-row = sans effet : la ligne n’est de toute façon pas contestée
ledger-run-no-source = sans effet : aucun prix de cet actif ne vient de cette source
ledger-run-no-fill = sans effet : aucune exécution contestée d’un contrat n’est suivie depuis ce moment
ledger-run-no-conflict = sans effet : aucune ligne d’un autre fichier qui compte ne contredit cette ligne
ledger-run-two-counts = sans effet : un autre --count fait compter une autre ligne du même conflit
ledger-run-no-prices = sans effet : aucune opération ne déplace cet actif, et il ne sert pas d’actif pont
