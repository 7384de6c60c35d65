links-title = Liens entre dossiers
links-lead = Ce que plusieurs dossiers ont en commun. Un lien ne prouve rien à lui seul : ouvrez-le et regardez les lignes.
links-lead-released = Ce que des dossiers qui vous ont été transmis ont en commun, dans la mesure où les personnes acceptent que vous les voyiez. Un lien ne prouve rien à lui seul : ouvrez-le et regardez les lignes.
links-searching = La recherche des liens est en cours. Rechargez cette page dans un instant.
links-none = Aucun lien n’a été trouvé.
links-found = { $count ->
    [1] Un lien
   *[other] { $count } liens
}
links-kind = En commun
links-value = De quoi il s’agit
links-count = Nombre de dossiers
links-claims = Dossiers
links-claim = Dossier
links-show = Quels liens
links-show-links = ceux qui ont un sens
links-show-common = ceux que trop de dossiers partagent
links-common-text = Trop de dossiers partagent cela pour que cela ait un sens. Ce peut être une adresse d’une plateforme, un réseau partagé ou un nom courant.
links-cut = Ce dossier a plus de liens que la liste n’en montre, de ces sortes : { $kinds }.
links-more-claims = { $count ->
    [1] et un autre dossier
   *[other] et { $count } autres dossiers
}
links-more-rows = { $count ->
    [1] Il y a d’autres lignes. La première est affichée.
   *[other] Il y a d’autres lignes. Les { $count } premières sont affichées.
}
links-no-rows = La recherche des lignes de ce dossier est en cours. Rechargez cette page dans un instant.
links-rows = Lignes de { $reference }
links-time = Heure
links-exchange = Plateforme
links-what = Ce qui s’est passé
links-ids = Identifiants de l’ordre et de l’échange
links-place = Fichier et ligne
links-of-claim = { $count ->
    [1] Un lien avec d’autres dossiers
   *[other] { $count } liens avec d’autres dossiers
}

# Ce que des dossiers ont en commun
links-kind-file = Même fichier
links-kind-trade = Même identifiant d’échange
links-kind-transaction = Même transfert sur une chaîne
links-kind-address = Même adresse
links-kind-device = Même adresse internet
links-kind-api_key = Même nom d’une clé API
links-kind-order_pattern = Même suite d’ordres
links-kind-counterparty = Contrepartie de plusieurs dossiers
links-kind-thin_pair = Paire peu échangée de plusieurs dossiers

# Ce que cela signifie
links-why-file = Ces dossiers ont un fichier fait des mêmes octets. Une personne a pu le remettre deux fois, ou le donner à une autre.
links-why-trade = Ces dossiers ont un échange qui porte le même identifiant, sur le même marché de la même plateforme. Il ne doit pas compter deux fois, sauf si chaque dossier en a un côté.
links-why-transaction = Ces dossiers ont le même transfert sur une chaîne. Des jetons ont pu passer de l’un à l’autre, ou un même compte figurer dans les deux.
links-why-address = Ces dossiers ont la même adresse sur une chaîne, avec le même mémo.
links-why-device = Dans ces dossiers, une plateforme indique la même adresse internet publique.
links-why-api_key = Dans ces dossiers, une clé API de la même plateforme porte le même nom.
links-why-order_pattern = Ces dossiers ont quatre échanges de suite avec les mêmes marchés, les mêmes côtés et les mêmes prix. Un même programme a pu passer ces ordres.
links-why-counterparty = Ces dossiers ont envoyé des jetons à cette adresse, ou en ont reçu d’elle.
links-why-thin_pair = Chacun de ces dossiers a beaucoup échangé sur ce marché pendant quelques jours, et jamais sinon. Les premières lignes de chacun sont affichées.
