bundles-title = Dossiers de preuves
bundles-lead = Les rapports du groupe qui vous ont été remis, avec les originaux de ceux qui sont d’accord. Chaque dossier peut être vérifié sans nous faire confiance.
bundles-none = Rien ne vous est encore remis. Un coordinateur le demande et un deuxième approuve.
bundles-report = Rapport nº { $number }
bundles-net = Perte moins ce qui est revenu
bundles-net-in = Perte documentée moins ce qui est revenu, { $currency }
bundles-net-shared = Dans le dossier de preuves : perte documentée moins ce qui est revenu
bundles-net-whole = La même dans le rapport du groupe
bundles-counts = Compte les lignes contestées et documentées des dossiers remis, en examen, renvoyés ou acceptés ; { $unpriced ->
    [1] une écriture n’a pas de prix et n’est pas comptée
   *[other] { $unpriced } écritures n’ont pas de prix et ne sont pas comptées
}.
bundles-claims = Dossiers
bundles-claims-text = { $consenting } acceptent actuellement de figurer dans un dossier pour vous ; { $withheld } ne sont cités que par leur référence
bundles-difference = Total du rapport moins total du dossier de preuves
bundles-difference-caption = Dossiers comptés dans le rapport et absents du dossier de preuves
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
bundles-frozen = État du
bundles-recipient = Remis à vous en tant que
bundles-purpose = Remis pour
bundles-until = Ouvert pour vous jusqu’au
bundles-preservation = Pour une demande de conservation, par plateforme
bundles-exchange = Plateforme
bundles-accounts = Comptes dans les fichiers
bundles-accounts-none = les fichiers n’en nomment aucun
bundles-ids = Numéros d’ordre et d’opération
bundles-ids-more = Il y en a d’autres : entries.csv, dans le dossier, les contient tous
bundles-first = Première opération contestée
bundles-last = Dernière opération contestée
bundles-not-built = Aucun dossier de preuves n’a encore été constitué.
bundles-build = Constituer le dossier dans l’état actuel
bundles-making = Un dossier de preuves est en préparation.
bundles-failed = Un dossier de preuves n’a pas pu être constitué.
bundles-case-changed = Le numéro a été changé entre-temps dans une autre fenêtre : c’est « { $number } » à présent. Enregistrez à nouveau le vôtre pour le remplacer
bundles-packages = Dossiers constitués
bundles-package = Dossier
bundles-download = Télécharger (ZIP)
bundles-closed = Fermé : quelqu’un qui y figure n’est plus d’accord. Constituez-le à nouveau ci-dessous.
bundles-taken-back = Quelqu’un qui figure dans ce dossier de preuves n’est plus d’accord : il ne peut plus être téléchargé. Constituez-le dans l’état actuel : il contient ceux qui sont d’accord
bundles-built = Constitué
bundles-bytes = Octets
bundles-shared = Dossiers inclus
bundles-withheld = Par référence
bundles-case = Votre propre numéro d’affaire
bundles-case-hint = Pour vous repérer ; il figure dans le journal de la remise.
bundles-case-save = Enregistrer le numéro
bundles-case-long = Le numéro d’affaire peut avoir au plus { $count } caractères
bundles-verify = Comment vérifier un dossier
bundles-verify-text = Avec des outils présents sur presque tous les ordinateurs, sans réseau ; la dernière ligne recalcule chaque perte à partir des originaux.
bundles-fingerprint = Comparez cette empreinte avec celle qu’on vous a donnée par une autre voie
bundles-search-lead = Cherche dans les dossiers des rapports remis qui acceptent d’être vus par vous.
bundles-search-for = Chercher
bundles-search-hint = Un numéro d’ordre ou d’opération, un actif, un marché, un compte, une plateforme, une référence de dossier ou le SHA-256 d’un fichier
bundles-search-found = { $count ->
    [0] Rien trouvé
    [1] Un résultat
   *[other] { $count } résultats
}
bundles-hit-report = Rapport
bundles-hit-claim = Dossier
bundles-hit-time = Moment
bundles-hit-what = Quoi
bundles-hit-order = Numéro d’ordre
bundles-hit-trade = Numéro d’opération
bundles-hit-place = Fichier et ligne
done-bundle-building = Le dossier de preuves est en préparation. Il apparaîtra ici dès qu’il pourra être téléchargé.
done-case-saved = Enregistré.
