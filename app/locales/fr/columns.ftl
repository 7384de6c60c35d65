# Fichiers inconnus : ce que signifient leurs colonnes, et les échantillons pour signaler un format.

claim-columns-link = Dire ce que signifient les colonnes
claim-columns-change = Changer ce que signifient les colonnes
claim-columns-sample = Faire un échantillon caviardé
claim-columns-sample-hint = Un petit fichier qui a la forme du vôtre et aucune de ses valeurs, pour signaler un format que nous ne savons pas encore lire. Regardez-le avant de l’envoyer à qui que ce soit.
claim-columns-title = Que signifient les colonnes ?
claim-columns-lead = Nous ne connaissons pas encore ce type de fichier. Dites-nous ce que contient chaque colonne ; plus bas, vous voyez ce que cela donne avec vos propres lignes. Rien n’est lu ainsi avant que vous ne le disiez juste, et le fichier lui-même reste tel quel.
claim-columns-no-table = Ce n’est pas un tableau de texte : il n’y a pas de colonnes à expliquer. Il est gardé comme preuve. Si c’est tout de même un tableau, enregistrez-le en CSV et remettez ce fichier-là.
claim-columns-members = Quel fichier ou quelle feuille ?
claim-columns-members-link = Dire ce que signifient les colonnes d’un fichier ou d’une feuille à l’intérieur
claim-columns-member-mapped = expliqué
claim-columns-others = En choisir un autre
claim-columns-secret = Cette colonne contient ce qui ressemble à des clés ou à des mots de passe, qui ne sont jamais lus. Choisissez « rien d’utile ici »
claim-columns-exchange-hint = Son nom en minuscules, par exemple bitstamp.
claim-columns-header = La ligne qui porte les noms des colonnes
claim-columns-no-header = Il n’y en a pas
claim-columns-caption = Les colonnes de votre fichier
claim-columns-column = Colonne
claim-columns-values = Premières valeurs
claim-columns-holds = Ce qu’elle contient
claim-columns-number = colonne { $number }
claim-columns-what = Ce que contient « { $name } »
claim-columns-not-needed = rien d’utile ici
claim-columns-kind = Ce que sont les lignes
claim-columns-kind-hint = Si un seul type vaut pour tout le fichier, choisissez-le ici.
claim-columns-kind-by-column = une colonne le dit
claim-columns-words = Ce que signifient les mots de votre fichier
claim-columns-word-unknown = je ne sais pas
claim-columns-word-skip = rien n’a bougé : laisser ces lignes de côté
claim-columns-dates = Comment les dates sont écrites
claim-columns-dates-year_first = l’année d’abord : 2022-10-18 21:00
claim-columns-dates-day_first = le jour d’abord : 18/10/2022 21:00
claim-columns-dates-month_first = le mois d’abord : 10/18/2022 21:00
claim-columns-dates-unix = secondes ou millisecondes depuis 1970 : 1666126807
claim-columns-decimal = Comment les nombres sont écrits
claim-columns-decimal-found = le trouver d’après le fichier
claim-columns-zone-hint = Si le fichier lui-même ne le dit pas. Par exemple UTC, UTC+8 ou Europe/Paris.
claim-columns-more = Ce qu’aucune colonne ne dit
claim-columns-fixed = { $what }, pareil à chaque ligne
claim-columns-buy = Mots pour un achat
claim-columns-sell = Mots pour une vente
claim-columns-done = Mots qui disent que cela a eu lieu
claim-columns-words-hint = Plusieurs, séparés par des virgules. Les mots anglais habituels sont connus.
claim-columns-show = Montrer ce que cela donne
claim-columns-read = Lire le fichier ainsi
claim-columns-forget = Oublier ce que j’ai dit des colonnes
claim-columns-working = Nous regardons vos lignes…
claim-columns-failed = L’aperçu n’a pas pu être fait ; le bouton fonctionne toujours.
claim-columns-preview = Ce que cela donne
claim-columns-preview-caption = Vos premières lignes, lues ainsi
claim-columns-counts = { $rows ->
    [1] Sur la première ligne
   *[other] Sur les { $rows } premières lignes
} : { $entries ->
    [one] { $entries } écriture
   *[other] { $entries } écritures
}, { $refused ->
    [0] toutes les lignes se lisent.
    [1] une ligne ne se lit pas.
   *[other] { $refused } lignes ne se lisent pas.
}
claim-columns-time-raw = Tel que le fichier l’écrit
claim-columns-time = Quand
claim-columns-kind-short = Type
claim-columns-movement = Ce qui s’est passé
claim-columns-line = ligne { $line }
claim-columns-twice = Deux colonnes ne peuvent pas être toutes deux : { $what }. Choisissez-en une.
claim-columns-lack-exchange = Nommez la plateforme en minuscules et chiffres, 40 au plus
claim-columns-lack-time = Dites quelle colonne contient la date et l’heure
claim-columns-lack-kind = Dites ce que sont les lignes, ou quelle colonne le dit
claim-columns-lack-pair = Un échange a besoin d’une paire : dites quelle colonne a les deux actifs, ou lesquelles ont l’un et l’autre
claim-columns-lack-side = Un échange est un achat ou une vente : dites quelle colonne l’indique
claim-columns-lack-amount = Dites quelle colonne indique combien
claim-columns-lack-price = Un échange a besoin d’un prix ou d’un total : dites quelle colonne l’a
claim-columns-lack-asset = Dites quelle colonne indique de quel actif est le montant
claim-columns-lack-twice = Deux colonnes disent la même chose de deux façons : gardez-en une
claim-columns-lack-long = Un texte est trop long, ou il y a trop de mots
claim-columns-role-time = date et heure
claim-columns-role-time_of_day = heure du jour
claim-columns-role-market = paire (BTC-USDT)
claim-columns-role-base = actif acheté ou vendu
claim-columns-role-quote = actif qui a servi à payer
claim-columns-role-side = achat ou vente
claim-columns-role-price = prix d’une unité
claim-columns-role-size = combien
claim-columns-role-signed_size = combien, négatif si vendu
claim-columns-role-total = total payé ou reçu
claim-columns-role-fee = frais
claim-columns-role-negative_fee = frais, négatifs si payés
claim-columns-role-fee_asset = actif des frais
claim-columns-role-out_asset = actif sorti
claim-columns-role-out_amount = combien est sorti
claim-columns-role-in_asset = actif entré
claim-columns-role-in_amount = combien est entré
claim-columns-role-asset = actif
claim-columns-role-change = variation, négative à la sortie
claim-columns-role-balance = solde après la ligne
claim-columns-role-kind = type de ligne
claim-columns-role-status = si cela a eu lieu
claim-columns-role-order_id = numéro d’ordre
claim-columns-role-trade_id = numéro d’échange
claim-columns-role-wallet = compte ou portefeuille
claim-columns-role-network = réseau
claim-columns-role-tx_hash = empreinte de la transaction
claim-columns-role-address = adresse
claim-columns-role-memo = mémo ou étiquette de l’adresse
claim-columns-role-client_order_id = numéro d’ordre du client
claim-columns-role-ip = adresse IP
claim-columns-role-api_key_label = nom de la clé d’API
claim-columns-role-remark = remarque à garder
done-claim-columns = Le fichier a été lu selon les colonnes comme vous les avez expliquées.
done-claim-columns-forgotten = Ce que vous aviez dit des colonnes est oublié, et le fichier a été relu.

group-mappings-title = Colonnes expliquées
group-mappings-link = Colonnes des fichiers inconnus
group-mappings-lead = Là où nous ne connaissons pas un type de fichier, les personnes lésées peuvent dire ce que signifient ses colonnes. Reprenez une telle explication pour tout l’incident : chaque fichier qui a les mêmes colonnes, et que personne d’autre n’a expliqué, est alors lu ainsi. Vérifiez-la d’abord : une colonne fausse donne des chiffres faux.
group-mappings-shared = Pour tout l’incident
group-mappings-none = Aucune pour l’instant.
group-mappings-remove = Ne plus la reprendre
group-mappings-offered = Dites d’un fichier d’un dossier
group-mappings-none-offered = Personne n’a encore expliqué de fichier qui ne soit déjà repris.
group-mappings-share = Reprendre pour tous dans l’incident
done-group-mapping-shared = Désormais, les fichiers qui ont ces colonnes sont lus ainsi, et ceux qui attendaient ont été lus.
done-group-mapping-there = Elle est déjà reprise.
done-group-mapping-removed = Elle n’est plus reprise pour les nouveaux fichiers. Les fichiers lus ainsi restent lus.
