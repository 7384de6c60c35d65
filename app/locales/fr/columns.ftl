# Fichiers inconnus : ce que signifient leurs colonnes, et les échantillons pour signaler un format.

claim-columns-link = Expliquer les colonnes de ce fichier
claim-columns-change = Modifier l’explication des colonnes
claim-columns-sample = Créer un échantillon caviardé
claim-columns-sample-hint = Un petit fichier qui a la forme du vôtre et aucune de ses valeurs, pour signaler un format que nous ne savons pas encore lire. Vérifiez-le avant de l’envoyer à qui que ce soit.
claim-columns-title = Que signifient les colonnes ?
claim-columns-lead = Nous ne connaissons pas encore ce type de fichier. Dites ce que contient chaque colonne, et voyez plus bas ce que nous lirions dans vos propres lignes. Rien n’est importé avant que vous n’appuyiez sur « Importer ce fichier ». Le fichier lui-même reste tel quel.
claim-columns-no-table = Ce n’est pas un tableau de texte : il n’y a pas de colonnes à expliquer. Il est gardé comme preuve. S’il contient tout de même un tableau, enregistrez-le en CSV et remettez le fichier CSV.
claim-columns-members = Quel fichier ou quelle feuille voulez-vous expliquer ?
claim-columns-members-link = Expliquer les colonnes d’un fichier ou d’une feuille à l’intérieur
claim-columns-member-mapped = expliqué
claim-columns-others = Choisir un autre fichier ou une autre feuille
claim-columns-secret = Cette colonne contient ce qui ressemble à des clés ou à des mots de passe, qui ne sont jamais lus. Choisissez « rien d’utile ici »
claim-columns-exchange-hint = Le nom de la plateforme en minuscules, par exemple bitstamp.
claim-columns-header = La ligne qui porte les noms des colonnes
claim-columns-no-header = Aucune ligne ne porte de noms de colonnes
claim-columns-caption = Les colonnes de votre fichier
claim-columns-column = Colonne
claim-columns-values = Premières valeurs
claim-columns-holds = Ce qu’elle contient
claim-columns-number = colonne { $number }
claim-columns-what = Ce que contient « { $name } »
claim-columns-not-needed = rien d’utile ici
claim-columns-kind = Ce qu’est chaque ligne
claim-columns-kind-hint = Si un seul type vaut pour tout le fichier, choisissez-le ici.
claim-columns-kind-by-column = une colonne le dit
claim-columns-words = Ce que signifient les mots de votre fichier
claim-columns-word-unknown = je ne sais pas
claim-columns-word-skip = rien n’a bougé : ignorer ces lignes
claim-columns-dates = Comment les dates sont écrites
claim-columns-dates-year_first = l’année d’abord : 2022-10-18 21:00
claim-columns-dates-day_first = le jour d’abord : 18/10/2022 21:00
claim-columns-dates-month_first = le mois d’abord : 10/18/2022 21:00
claim-columns-dates-unix = secondes ou millisecondes depuis 1970 : 1666126807
claim-columns-decimal = Comment les nombres sont écrits
claim-columns-decimal-found = le détecter d’après le fichier
claim-columns-zone-hint = Si le fichier lui-même ne le dit pas. Par exemple UTC, UTC+8 ou Europe/Paris.
claim-columns-more = Valeurs identiques pour chaque ligne, et mots de votre fichier
claim-columns-fixed = { $what }, identique pour chaque ligne
claim-columns-buy = Mots pour un achat
claim-columns-sell = Mots pour une vente
claim-columns-done = Mots pour une opération exécutée
claim-columns-words-hint = Séparez plusieurs mots par des virgules. Les mots anglais habituels sont déjà connus.
claim-columns-show = Afficher l’aperçu
claim-columns-read = Importer ce fichier
claim-columns-forget = Supprimer mon explication des colonnes
claim-columns-working = Nous regardons vos lignes…
claim-columns-failed = L’aperçu a échoué. Le bouton fonctionne toujours.
claim-columns-preview = Aperçu
claim-columns-preview-caption = Vos premières lignes sous forme d’opérations
claim-columns-counts = { $rows ->
    [1] De la première ligne
   *[other] Des { $rows } premières lignes
} : { $entries ->
    [one] { $entries } opération
   *[other] { $entries } opérations
}, { $refused ->
    [0] toutes les lignes peuvent être lues.
    [1] une ligne ne peut pas être lue.
   *[other] { $refused } lignes ne peuvent pas être lues.
}
claim-columns-time-raw = Heure dans le fichier
claim-columns-time = Heure telle que nous la lisons
claim-columns-kind-short = Type
claim-columns-movement = Ce qui s’est passé
claim-columns-line = ligne { $line }
claim-columns-twice = Une seule colonne peut être : { $what }. Choisissez-en une.
claim-columns-lack-exchange = Nommez la plateforme en minuscules et chiffres, 40 caractères au plus
claim-columns-lack-time = Dites quelle colonne contient la date et l’heure
claim-columns-lack-kind = Dites ce qu’est chaque ligne, ou quelle colonne le dit
claim-columns-lack-pair = Un échange doit avoir une paire : dites quelle colonne a les deux actifs, ou quelles deux colonnes en ont un chacune
claim-columns-lack-side = Un échange est un achat ou une vente : dites quelle colonne l’indique
claim-columns-lack-amount = Dites quelle colonne contient la quantité
claim-columns-lack-price = Un échange doit avoir un prix ou un total : dites quelle colonne l’a
claim-columns-lack-asset = Dites quelle colonne contient l’actif de la quantité
claim-columns-lack-twice = Deux colonnes contiennent la même chose de deux façons : gardez-en une
claim-columns-lack-long = Un texte est trop long ou contient trop de mots
claim-columns-role-time = date et heure
claim-columns-role-time_of_day = heure du jour
claim-columns-role-market = paire (BTC-USDT)
claim-columns-role-base = actif acheté ou vendu
claim-columns-role-quote = actif qui a servi à payer
claim-columns-role-side = achat ou vente
claim-columns-role-price = prix d’une unité
claim-columns-role-size = quantité
claim-columns-role-signed_size = quantité, négative si vendue
claim-columns-role-total = total payé ou reçu
claim-columns-role-fee = frais
claim-columns-role-negative_fee = frais, négatifs si payés
claim-columns-role-fee_asset = actif des frais
claim-columns-role-out_asset = actif sorti
claim-columns-role-out_amount = quantité sortie
claim-columns-role-in_asset = actif entré
claim-columns-role-in_amount = quantité entrée
claim-columns-role-asset = actif
claim-columns-role-change = variation du solde, négative si l’actif est sorti
claim-columns-role-balance = solde après la ligne
claim-columns-role-kind = type de ligne
claim-columns-role-status = si c’est exécuté
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
claim-columns-role-remark = commentaire à garder
done-claim-columns = Le fichier a été importé avec votre explication de ses colonnes.
done-claim-columns-forgotten = Votre explication des colonnes a été supprimée, et le fichier a été relu.

group-mappings-title = Explications de colonnes
group-mappings-link = Explications de colonnes de fichiers inconnus
group-mappings-lead = Là où nous ne connaissons pas un type de fichier, les personnes lésées peuvent en expliquer les colonnes. Vous pouvez utiliser une telle explication pour tout l’incident. Elle vaut alors pour chaque fichier qui a les mêmes colonnes et que personne d’autre n’a expliqué. Vérifiez-la d’abord : une colonne fausse donne des chiffres faux.
group-mappings-shared = Utilisées pour tout l’incident
group-mappings-none = Aucune pour l’instant.
group-mappings-remove = Ne plus utiliser cette explication
group-mappings-offered = Explications venues de dossiers
group-mappings-none-offered = Aucun dossier n’a d’explication qui ne soit déjà utilisée.
group-mappings-share = Utiliser cette explication pour tout l’incident
done-group-mapping-shared = Désormais, les fichiers qui ont ces colonnes sont lus avec cette explication. Ceux qui l’attendaient ont été lus.
done-group-mapping-there = Cette explication est déjà utilisée.
done-group-mapping-removed = Cette explication n’est plus utilisée pour les nouveaux fichiers. Les fichiers lus avec elle restent tels quels.
