bundles-title = Recueils de preuves
bundles-lead = Les rapports du groupe qui vous ont été transmis, avec les originaux de ceux qui sont d’accord. Vous pouvez vérifier chaque recueil sans nous faire confiance.
bundles-none = Rien ne vous a encore été transmis. Un coordinateur demande une transmission, et un deuxième l’approuve.
bundles-report = Rapport nº { $number }
bundles-net = Perte moins ce qui a été récupéré
bundles-net-in = Perte documentée moins ce qui a été récupéré, { $currency }
bundles-net-shared = Dans le recueil de preuves : perte documentée moins ce qui a été récupéré
bundles-net-whole = La même dans le rapport du groupe
bundles-counts = Compte les lignes contestées et documentées des dossiers remis, en examen, renvoyés ou acceptés ; { $unpriced ->
    [0] aucune opération n’est sans prix
    [1] une opération n’a pas de prix et n’est pas comptée
   *[other] { $unpriced } opérations n’ont pas de prix et ne sont pas comptées
}.
bundles-claims = Dossiers
bundles-claims-text = Acceptent de figurer dans un recueil constitué maintenant : { $consenting } ; cités par leur seule référence : { $withheld }
bundles-difference = Total du rapport moins total du recueil de preuves
bundles-difference-caption = Dossiers comptés dans le rapport et absents du recueil de preuves
bundles-difference-summary = { $count ->
    [1] Pourquoi les deux chiffres diffèrent : un dossier
   *[other] Pourquoi les deux chiffres diffèrent : { $count } dossiers
}
bundles-why = Motif d’absence
bundles-why-no-consent = non transmis : pas d’accord pour vous
bundles-why-withdrawn = retiré depuis que le rapport est figé
bundles-beside = { $count ->
    [1] et un qui ne compte dans aucun total
   *[other] et { $count } qui ne comptent dans aucun total
}
bundles-frozen = Figé le
bundles-recipient = Transmis à vous en tant que
bundles-purpose = Motif de la transmission
bundles-until = Ouvert pour vous jusqu’au
bundles-preservation = Pour une demande de conservation, par plateforme
bundles-exchange = Plateforme
bundles-accounts = Comptes dans les fichiers
bundles-accounts-none = les fichiers ne nomment aucun compte
bundles-ids = Numéros d’ordre et d’échange
bundles-ids-more = Il y en a d’autres : entries.csv, dans le recueil, les contient tous
bundles-first = Première opération contestée
bundles-last = Dernière opération contestée
bundles-not-built = Aucun recueil de preuves n’a encore été constitué.
bundles-build = Constituer un recueil de l’état actuel
bundles-making = Un recueil de preuves est en préparation.
bundles-failed = Un recueil de preuves n’a pas pu être constitué.
bundles-case-changed = Le numéro a été changé dans une autre fenêtre : c’est « { $number } » à présent. Enregistrez à nouveau le vôtre pour le remplacer
bundles-packages = Recueils constitués
bundles-package = Recueil
bundles-download = Télécharger ce recueil (ZIP)
bundles-closed = Fermé : quelqu’un qui y figure n’est plus d’accord. Constituez un nouveau recueil ci-dessous.
bundles-taken-back = Quelqu’un qui figure dans ce recueil de preuves n’est plus d’accord : il ne peut plus être téléchargé. Constituez un recueil de l’état actuel : il contient ceux qui sont d’accord
bundles-built = Constitué
bundles-bytes = Octets
bundles-shared = Dossiers inclus
bundles-withheld = Par référence
bundles-case = Votre numéro d’affaire
bundles-case-hint = Pour vous repérer. Il est gardé dans le journal de la transmission.
bundles-case-save = Enregistrer ce numéro
bundles-case-long = Le numéro d’affaire peut avoir au plus { $count } caractères
bundles-verify = Comment vérifier un recueil
bundles-verify-text = Il suffit d’outils présents sur presque tous les ordinateurs, sans réseau. La dernière ligne recalcule chaque perte à partir des originaux.
bundles-fingerprint = Comparez cette empreinte avec celle qu’on vous a donnée par un autre canal
bundles-search-lead = Cherche dans les dossiers des rapports transmis dont les personnes lésées acceptent que vous les voyiez.
bundles-search-for = Chercher
bundles-search-hint = Un numéro d’ordre ou d’échange, un actif, un marché, un compte, une plateforme, la référence d’un dossier ou le SHA-256 d’un fichier
bundles-search-found = { $count ->
    [0] Aucun résultat
    [1] Un résultat
   *[other] { $count } résultats
}
bundles-hit-report = Rapport
bundles-hit-claim = Dossier
bundles-hit-time = Heure
bundles-hit-what = Ce qui s’est passé
bundles-hit-order = Numéro d’ordre
bundles-hit-trade = Numéro d’échange
bundles-hit-place = Fichier et ligne
done-bundle-building = Le recueil de preuves est en préparation. Il apparaîtra ici dès qu’il pourra être téléchargé.
done-case-saved = Votre numéro d’affaire est enregistré.
