# Les pages de la personne lésée.

# Général
claim-back = Votre dossier
claim-progress-waiting = Vos fichiers sont en cours de lecture et votre perte est en cours de calcul. Cela continue tout seul : rechargez cette page dans un instant. D’ici là, cette page peut montrer des chiffres plus anciens.
claim-export-working = Votre archive pourra être constituée quand vos fichiers seront lus et votre perte calculée. Cela continue tout seul : réessayez dans un instant.
claim-progress-failed = Vos chiffres n’ont pas pu être calculés, car quelque chose a échoué plusieurs fois de notre côté. Vos fichiers et vos réponses sont en sûreté. Appuyez sur le bouton pour réessayer. En cas de nouvel échec, écrivez à vos coordinateurs.
claim-reference = Référence
claim-incident = Incident
claim-exchange = Plateforme
claim-exchange-other = une autre plateforme
claim-account = Compte
claim-asset = Jeton ou monnaie
claim-asset-hint = Comme la plateforme l’écrit, par exemple BTC.
claim-amount = Combien
claim-units = Unités
claim-choose = Choisissez
claim-reason = Raison
claim-size-bytes = { $size } octets
claim-size-kb = { $size } ko
claim-size-mb = { $size } Mo
claim-size-gb = { $size } Go
claim-closed = Vous avez remis ce dossier : rien ne peut y être modifié pour l’instant.
claim-closed-withdrawn = Vous avez retiré ce dossier. Il n’entre dans aucun total et n’est transmis à personne.

claim-state-draft = en préparation
claim-state-submitted = remis
claim-state-in_review = en examen
claim-state-returned = renvoyé
claim-state-accepted = accepté
claim-state-declined = refusé
claim-state-withdrawn = retiré

# Avant le dossier
claim-start-title = Votre dossier : { $incident }
claim-start-lead = Vous pouvez remettre ici ce que votre plateforme vous a fourni, dire quelles opérations n’étaient pas les vôtres et voir ce qu’elles vous ont coûté, ligne par ligne. C’est vous qui décidez qui peut le voir.
claim-start-need = Ce qu’il vous faut
claim-start-need-files = Les exports de vos opérations de chaque plateforme, tels que vous les avez téléchargés : des fichiers CSV, un ZIP ou tar.gz qui les contient, ou des classeurs Excel, jusqu’à { $size } chacun. Ne les ouvrez pas pour les enregistrer à nouveau, s’il vous plaît.
claim-start-need-times = À peu près de quand à quand les opérations n’étaient pas les vôtres.
claim-start-need-nothing-else = Rien d’autre. Nous n’avons jamais besoin d’un mot de passe, d’une clé d’API ou d’un accès à vos comptes.
claim-start-screenshots = Si vous n’avez que des captures d’écran ou des courriels, vous pouvez quand même remettre un dossier : envoyez-les tels quels et saisissez ce qu’ils montrent.
claim-start-time = Combien de temps cela prend
claim-start-time-text = Une vingtaine de minutes si vous avez les fichiers. Vous pouvez vous arrêter à tout moment. Ce que vous avez fait est enregistré, et vous pourrez continuer un autre jour. Rien ne presse.
claim-start-data = Ce que deviennent vos données
claim-start-data-kept = Vos fichiers sont gardés exactement tels quels. Chacun a une empreinte (SHA-256), qui montre que personne n’a modifié le fichier.
claim-start-data-seen = Vos coordinateurs peuvent voir votre dossier. Chaque fois que quelqu’un l’ouvre, le journal le note.
claim-start-data-share = Il n’est transmis à personne d’autre sans que vous disiez oui, destinataire par destinataire. Vous pouvez retirer un oui tant qu’il n’a pas servi.
claim-start-data-out = Vous pouvez à tout moment télécharger l’ensemble en un seul fichier et retirer votre dossier.
claim-start-promise = Personne ne peut promettre que l’argent reviendra. Vous obtenez ici un chiffre exact et vérifiable. Il compte avec celui de tous les autres.
claim-start-button = Commencer votre dossier

# Liste des étapes
claim-tasks-title = Votre dossier
claim-tasks-draft = Suivez ces étapes dans l’ordre que vous voulez. Tout est enregistré au fur et à mesure. Vous pouvez vous arrêter et revenir.
claim-tasks-submitted = Votre dossier est remis. Un coordinateur va l’examiner. Vous n’avez rien à faire. S’il y a une question, vous la trouverez sous « Messages ».
claim-tasks-in-review = Un coordinateur examine votre dossier. S’il y a une question, vous la trouverez sous « Messages ».
claim-tasks-returned = Un coordinateur vous a renvoyé votre dossier avec une question. Modifiez ce que vous voulez et remettez-le quand vous êtes prêt. Votre dossier compte toujours entre-temps.
claim-tasks-accepted = Votre dossier est accepté. Il compte dans les totaux du groupe.
claim-tasks-declined = Votre dossier est refusé : il ne compte pas. Vous pouvez en parler avec vos coordinateurs.
claim-tasks-answer = Écrire une réponse
claim-tasks-withdrawn = Vous avez retiré ce dossier. Il n’entre dans aucun total et n’est transmis à personne.
claim-tasks-for = Vous préparez ce dossier pour { $name }, qui devra le confirmer avant qu’il soit remis.
claim-tasks-confirm = Un coordinateur a commencé ce dossier pour vous. Vérifiez-le et dites s’il est le vôtre.
claim-tasks-confirm-link = Vérifier ce dossier et le confirmer
claim-tasks-further = Autres actions
claim-tasks-messages = { $messages ->
    [0] Messages avec vos coordinateurs
    [1] Messages avec vos coordinateurs (un pour l’instant)
   *[other] Messages avec vos coordinateurs ({ $messages } pour l’instant)
}
claim-tasks-unread = { $count ->
    [1] un message non lu
   *[other] { $count } messages non lus
}
claim-tasks-export = Télécharger l’ensemble en un seul fichier
claim-tasks-erase = Effacer ce dossier
claim-tasks-withdraw = Retirer ce dossier

claim-task-to-do = à faire
claim-task-begun = commencé
claim-task-done = fait
claim-task-optional = facultatif
claim-task-later = plus tard
claim-task-question = une question
claim-task-to-read = à lire
claim-task-prices-missing = prix manquants
claim-task-files = Vos fichiers
claim-task-files-hint = Les exports de vos plateformes et tout ce qui montre ce qui s’est passé.
claim-task-files-have = { $files ->
    [1] Un fichier
   *[other] { $files } fichiers
}, { $entries ->
    [one] { $entries } opération
   *[other] { $entries } opérations
}.
claim-task-entries = Ce qui n’est pas de vous
claim-task-entries-hint = Indiquez une période ou des lignes isolées.
claim-task-entries-have = { $contested } opérations sur { $entries } n’étaient pas les vôtres.
claim-task-loss = Votre perte
claim-task-loss-hint = Calculée dès que vous avez dit ce qui n’est pas de vous.
claim-task-loss-have = { $loss }{ $unpriced ->
    [0] .
    [1] {"\u202F"}; une opération n’a pas encore de prix.
   *[other] {"\u202F"}; { $unpriced } opérations n’ont pas encore de prix.
}
claim-task-credits = Ce qui a été récupéré
claim-task-credits-hint = Remboursements, jetons rendus, indemnités. Passez cette étape si rien n’a été récupéré.
claim-task-statement = Votre récit
claim-task-statement-hint = Avec vos mots, dans votre langue. Vous n’êtes pas obligé d’écrire.
claim-task-consents = Qui peut recevoir votre dossier
claim-task-consents-hint = Le groupe, la police, les avocats, la presse : vous décidez pour chacun.
claim-task-sign = Vérifier et remettre
claim-task-sign-hint = Tout voir sur une page, puis signer.
claim-task-receipt = Votre reçu
claim-task-receipt-hint = Votre référence, l’empreinte de chaque fichier, ce que vous avez déclaré.

# Fichiers
claim-files-title = Vos fichiers
claim-files-lead = Envoyez les exports tels que vous les avez téléchargés. Chaque fichier est gardé exactement tel quel, que nous sachions le lire ou non. Vous pouvez donc aussi envoyer des captures d’écran et des courriels.
claim-files-choose = Choisir des fichiers
claim-files-hint = Vous pouvez en choisir plusieurs à la fois : jusqu’à { $files } fichiers, jusqu’à { $size } chacun. Nous savons lire les fichiers CSV, seuls ou dans un ZIP ou tar.gz, et les classeurs Excel. Tout le reste est gardé.
claim-files-send = Envoyer les fichiers
claim-files-none = Il n’y a pas encore de fichier.
claim-files-list = { $files ->
    [1] Un fichier
   *[other] { $files } fichiers
}
claim-files-about = Si vous avez plusieurs comptes sur une plateforme, donnez un nom à chacun. Les lignes de deux comptes ne sont alors jamais confondues. Laissez le nom vide si vous n’avez qu’un compte.
claim-files-about-save = Enregistrer ces réponses
claim-files-next = Ensuite : dire ce qui n’est pas de vous
claim-file-running = en cours de lecture
claim-file-failed = échec de la lecture
claim-file-failed-text = Une erreur s’est produite de notre côté pendant la lecture de ce fichier. Le fichier lui-même est en sûreté. Envoyez-le à nouveau : nous le relirons.
claim-file-too-long = trop de lignes
claim-file-too-long-text = Avec vos autres fichiers, ce fichier dépasse le nombre de lignes qu’un dossier peut contenir ici : aucune de ses lignes ne compte. Le fichier lui-même est gardé. Envoyez seulement la période autour de la perte. Ou écrivez à vos coordinateurs : la personne qui gère ce site peut relever la limite ({ $limit }).
claim-file-unread = gardé, non lu
claim-file-partly = lu en partie
claim-file-read = lu
claim-file-counts = { $entries ->
    [0] Aucune opération
    [1] Une opération
   *[other] { $entries } opérations
}{ $refused ->
    [0] {""}
    [1] , une ligne n’a pas pu être lue
   *[other] , { $refused } lignes n’ont pas pu être lues
}. { $size }.
claim-file-first-time = La première heure du fichier est « { $raw } ». Nous la lisons ainsi : { $read }.
claim-file-account = Nom du compte
claim-file-account-hint = Le nom que vous voulez, par exemple « principal » ou « robot ».
claim-file-no-account = sans nom
claim-file-zone = Fuseau horaire du fichier
claim-file-zone-hint = Le fichier ne le dit pas. Par exemple UTC, UTC+8 ou Europe/Paris.
claim-file-order = Le jour ou le mois en premier ?
claim-file-order-hint = Les dates de ce fichier peuvent se lire des deux façons, et aucune ne prouve laquelle est la bonne. Comparez avec vos souvenirs, ou avec le même fichier sur la plateforme.
claim-file-order-day_first = Le jour est en premier
claim-file-order-month_first = Le mois est en premier
claim-file-order-read = « { $raw } » est alors le { $read }.
claim-file-order-said = Dates
claim-file-format = Lequel est-ce ?
claim-file-format-hint = Plusieurs fichiers des plateformes ont exactement cette forme, et rien dans celui-ci ne dit lequel c’est.
claim-file-format-first = La première ligne est alors : { $what }, { $time }.
claim-file-format-said = Type de fichier
claim-file-question = Il nous faut une réponse sur ce fichier pour pouvoir le lire en entier.
claim-file-question-answer = Répondre à cette question
claim-file-remove = Enlever ce fichier
claim-file-name = Nom
claim-file-bytes = Octets
claim-file-hash = Empreinte (SHA-256)
claim-file-size = Taille
claim-file-received = Reçu
claim-file-reader = Version de notre lecteur
claim-file-download = Télécharger l’original
claim-file-entries = Voir ses opérations
claim-file-found = Ce que nous avons lu
claim-file-found-counts = { $rows ->
    [one] { $rows } ligne
   *[other] { $rows } lignes
}, { $entries ->
    [one] { $entries } opération
   *[other] { $entries } opérations
}, { $refused ->
    [0] toutes les lignes ont été lues.
    [1] une ligne n’a pas pu être lue.
   *[other] { $refused } lignes n’ont pas pu être lues.
}
claim-file-remarks = Avertissements sur ce fichier
claim-file-no-remarks = Aucun avertissement : rien d’inhabituel dans ce fichier.
claim-file-remarks-caption = { $remarks ->
    [1] Un avertissement
   *[other] { $remarks } avertissements
}
claim-file-line = Ligne
claim-file-whole = tout le fichier
claim-file-code = Code
claim-file-message = Avertissement
claim-remove-title = Enlever ce fichier de votre dossier ?
claim-remove-text = { $name } et tout ce qui y a été lu ne feront plus partie de votre dossier.
claim-remove-contested = { $count ->
    [1] Une de ses opérations, marquée comme n’étant pas de vous, ne compterait plus.
   *[other] { $count } de ses opérations, marquées comme n’étant pas de vous, ne compteraient plus.
}
claim-remove-what = Ce que vous avez dit de certaines de ses lignes est supprimé aussi. Le journal note toujours que le fichier a été ici. Vous pourrez l’envoyer à nouveau.
claim-remove-button = Enlever ce fichier

# Cellules qui ressemblent à des clés
claim-secrets-title = Cela ressemble à une clé d’API ou à un mot de passe
claim-secrets-text = Nous n’en avons jamais besoin, et nous n’en montrons rien. Mais qui possède votre clé peut utiliser votre compte, et ce fichier est gardé ici exactement tel quel.
claim-secrets-do = Supprimez d’abord la clé sur la plateforme. Ensuite, tant que votre dossier est ouvert, enlevez le fichier et renvoyez-le sans ces cellules.
claim-secrets-cells = { $cells ->
    [1] Une cellule ressemble à une clé ou à un mot de passe
   *[other] { $cells } cellules ressemblent à des clés ou à des mots de passe
}
claim-secrets-where = Où, et que faire
claim-secrets-place = ligne { $line }, colonne { $column }
claim-secrets-more = { $cells ->
    [1] et une autre
   *[other] et { $cells } autres
}
claim-secrets-remove = Enlever ce fichier

# Ce que l’historique de 3Commas dit d’une opération contestée
claim-deal-explained = 3Commas a le deal { $deal } pour cette opération : était-ce votre propre robot ?
claim-deal-none = Aucun deal de 3Commas ne l’explique
claim-deal-outside = Aucun deal de 3Commas ne l’explique, mais les deals que vous avez envoyés sont d’une autre période

# Ce que le navigateur trouve avant tout envoi
claim-look-heading = Ce que contiennent ces fichiers
claim-look-nothing-sent = Nous les avons regardés ici, dans votre navigateur. Rien n’est encore envoyé.
claim-look-looking = Lecture de { $what } …
claim-look-unknown = Nous ne savons pas encore lire ce fichier. Envoyez-le quand même : il est gardé tel quel.
claim-look-unopened = Nous n’avons pas pu tout lire ici. Nous le relirons après l’envoi.
claim-look-empty = Ce fichier est vide. Le téléchargement s’est peut-être interrompu.
claim-look-too-large = Ce fichier dépasse { $size }, le maximum que nous acceptons. Demandez à la plateforme des périodes plus courtes.
claim-look-too-many = Nous acceptons { $files } fichiers à la fois. Envoyez les autres ensuite.
claim-look-rows-one = une ligne
claim-look-rows-many = { $what } lignes
claim-look-refused-one = Une ligne que nous ne savons pas lire
claim-look-refused-many = { $what } lignes que nous ne savons pas lire
claim-look-line = ligne { $what }
claim-look-lines = lignes { $what }
claim-look-more-lines = {" "}et d’autres
claim-look-zone = Rien dans ce fichier ne dit dans quel fuseau horaire sont ses heures. Nous vous le demanderons après l’envoi.
claim-look-order = Ses dates peuvent commencer par le jour ou par le mois. Nous vous le demanderons après l’envoi.
claim-look-format = Cela peut être plusieurs types de fichier. Nous vous le demanderons après l’envoi.
claim-look-secret-one = Une cellule ressemble à une clé d’API ou à un mot de passe
claim-look-secret-many = { $what } cellules ressemblent à des clés d’API ou à des mots de passe
claim-look-secret-place = ligne { $line }, colonne { $column }
claim-look-secret-do = Supprimez la clé sur la plateforme, et enlevez ces cellules du fichier avant de l’envoyer.
claim-look-secret-leave = Écarter ces fichiers
claim-look-secret-warning = Certains de ces fichiers contiennent ce qui ressemble à des clés d’API ou à des mots de passe. Nous n’en avons jamais besoin.
claim-look-secret-anyway = Envoyer ces fichiers quand même
claim-look-secret-held = Rien n’a été envoyé. Écartez ces fichiers, ou cochez la case pour les envoyer quand même.
claim-look-span = Du { $from } au { $to }.
claim-look-done = Fichiers regardés : { $what }. Rien n’est encore envoyé.
claim-look-sending = Envoi : { $what } %
claim-look-failed = La connexion s’est interrompue. Rien n’est perdu : envoyez les fichiers à nouveau.

# Ce qui s’est passé, en une phrase
claim-kind-trade = Échange
claim-kind-derivative = Échange à terme
claim-kind-deposit = Dépôt
claim-kind-withdrawal = Retrait
claim-kind-transfer = Transfert entre portefeuilles d’une même personne
claim-kind-fee = Frais
claim-kind-reward = Récompense
claim-kind-funding = Financement
claim-kind-pnl = Gain ou perte à terme
claim-kind-adjustment = Correction de la plateforme
claim-what-sold = { $out } vendus contre { $in }
claim-what-bought = { $in } achetés contre { $out }
claim-what-swapped = { $out } échangés contre { $in }
claim-what-both = { $kind } : { $out } sortis, { $in } entrés
claim-what-left = { $kind } : { $out } sortis
claim-what-came = { $kind } : { $in } entrés
claim-what-market = { $kind } : { $market }
claim-what-fee = { $what }, frais { $fee }
claim-what-rebate = { $what }, ristourne { $fee }

# Ce que cela valait, en une phrase
claim-worth-loss = Ce qui est sorti valait { $gone }, ce qui est entré { $came } : une perte de { $result }.
claim-worth-gain = Ce qui est sorti valait { $gone }, ce qui est entré { $came } : un gain de { $result }, déduit de votre perte.
claim-worth-gone = Ce qui est sorti valait { $gone } : une perte de { $result }.
claim-worth-came = Ce qui est entré valait { $came } : un gain de { $result }, déduit de votre perte.
claim-worth-nothing = Rien qui ait une valeur n’a bougé.
claim-worth-unpriced = Nous n’avons pas de prix de référence pour { $assets } à ce moment : cette opération n’entre dans aucune somme. Elle est listée, jamais comptée comme zéro.
claim-worth-no-leg = Nous avons un prix pour { $assets }, mais pas encore le taux qui le convertit dans la monnaie du rapport : cette opération n’entre dans aucune somme. Elle est listée, jamais comptée comme zéro.
claim-worth-unsettled = Vos coordinateurs doivent encore décider à partir de quand { $assets } ne peut plus être évalué à son propre marché : cette opération n’entre pour l’instant dans aucune somme.
claim-worth-manipulated = Le jour choisi se termine pendant que le marché de { $assets } est inscrit comme manipulé : cette opération n’entre dans aucune somme à cette date.
claim-worth-manipulated-open = Le marché de { $assets } est inscrit comme manipulé, et la liste n’indique pas encore de fin. Cette opération n’entre donc dans aucune somme à une date ultérieure. Vos coordinateurs peuvent ajouter la fin.
claim-worth-too-large = La perte de cette opération est plus grande que tout chiffre que nous pouvons garder ({ $assets }) : elle n’entre dans aucune somme. Elle est listée, jamais comptée comme zéro. Prévenez vos coordinateurs : un prix est peut-être faux.
claim-worth-at-most = Ce qui a été payé valait { $most } : la perte est de ce montant au plus.
claim-worth-fee-left-out = Les frais n’ont pas de prix et sont laissés de côté ({ $assets }).
claim-price = 1 { $asset } = { $figure } { $currency }, prix du { $at } ({ $ids }).
claim-price-fixed = 1 { $asset } = { $figure } { $currency }, comme fixé pour cet incident.
claim-price-manipulated = Pris avant que son marché soit manipulé ({ $from }).
claim-support-documented = de votre fichier
claim-support-claimed = saisi
claim-support-corroborated = de votre fichier et d’une seconde source

# Opérations
claim-entries-title = Ce qui n’est pas de vous
claim-entries-lead = Dites d’abord de quand à quand quelqu’un d’autre a utilisé votre compte. Une période comprend les échanges, les frais et les opérations à terme. Elle ne comprend jamais les dépôts, les retraits et les transferts entre vos portefeuilles : cochez-les un par un.
claim-entries-contested = { $contested ->
    [0] Vous n’avez encore marqué aucune opération.
    [1] Une opération n’était pas la vôtre.
   *[other] { $contested } opérations n’étaient pas les vôtres.
}
claim-entries-to-loss = Voir votre perte
claim-entries-no-file = Seulement des captures d’écran, ou un fichier que nous ne savons pas lire ?
claim-entries-type = Saisissez ce qu’ils montrent
claim-entries-typed = { $count ->
    [1] Une opération de plus a été saisie. Cette liste ne montre que les opérations de vos fichiers.
   *[other] { $count } opérations de plus ont été saisies. Cette liste ne montre que les opérations de vos fichiers.
}
claim-entries-typed-see = Voir ce qui a été saisi
claim-entries-remarks = Avertissements sur l’ensemble de vos fichiers :
claim-entries-list = Toutes les opérations
claim-entries-none = Il n’y a pas encore d’opération. Les opérations viennent de vos fichiers, ou vous les saisissez.
claim-entries-none-match = Aucune opération ne correspond. Changez le filtre, ou affichez toutes les opérations.
claim-entries-caption = { $entries ->
    [one] { $entries } opération
   *[other] { $entries } opérations
}
claim-column-tick = Cocher
claim-column-when = Quand
claim-column-what = Quoi
claim-column-account = Compte
claim-column-source = Source
claim-column-said = Vous avez dit
claim-column-loss = Perte en { $currency }
claim-tick = { $what }, { $time }
claim-source-line = ligne { $line }
claim-source-typed = saisi
claim-standing-not-mine = pas de moi
claim-standing-left-out = de moi
claim-standing-dropped = en double, comptée une fois
claim-standing-same-as = La même opération est dans { $place }.
claim-period-title = Une période
claim-period-text = Les heures sont en UTC. Dans le doute, choisissez une période un peu plus longue. Marquez ensuite ci-dessous ce qui était de vous.
claim-period-window = L’incident va du { $from } au { $to }.
claim-period-from = Du
claim-period-from-hint = En UTC
claim-period-to = Jusqu’au
claim-period-to-hint = En UTC, non compris
claim-period-narrow = Une seule plateforme, un seul compte ou un seul jeton
claim-period-asset = Seulement ce jeton
claim-period-asset-hint = Comme la plateforme l’écrit
claim-period-button = Compter les opérations de cette période
claim-any-exchange = toutes les plateformes
claim-any-account = tous les comptes
claim-reason-hint = Quelques mots, par exemple « je dormais et mon robot était arrêté ».
claim-rules = Périodes et lignes que vous avez marquées
claim-rules-rows = { $rows ->
    [1] Une ligne isolée
   *[other] { $rows } lignes isolées
}
claim-rule-period = Pas de moi : du { $from } au { $to }
claim-rule-all = Pas de moi : tout
claim-rule-only = seulement { $only }
claim-rule-row = Pas de moi : { $what }
claim-rule-left-out = De moi, bien que dans une période : { $what }
claim-rule-remove = Supprimer cette règle
claim-rows-title = Les lignes cochées
claim-rows-act = De qui sont-elles ?
claim-rows-not-mine = Elles ne sont pas de moi
claim-rows-mine = Elles sont de moi
claim-rows-reason-hint = Quelques mots, affichés à côté des lignes. Les cases cochées ne valent que pour cette page de la liste : enregistrez avant d’en changer.
claim-rows-button = Enregistrer pour les lignes cochées

# Quand rien n’était détenu dans aucun contrat
claim-flat-title = Échanges de contrats
claim-flat-text = Une partie de vos échanges porte sur des contrats perpétuels ou à terme. Ce qu’ils ont rapporté n’a de valeur que si l’on sait ce qui était détenu avant. Si vous connaissez un moment où vous ne déteniez rien dans aucun contrat, indiquez-le ici. Ne devinez pas : votre perte en dépend, et ce moment fait partie de ce que vous signez.
claim-flat-time = À ce moment, rien n’était détenu dans aucun contrat
claim-flat-time-hint = En UTC
claim-flat-reason = Comment vous le savez
claim-flat-reason-hint = Quelques mots, par exemple « tous les contrats avaient expiré la veille ».
claim-flat-button = Enregistrer ce moment
claim-flat-stated = Rien n’était détenu dans aucun contrat : { $time }
claim-flat-remove = Retirer ce moment
claim-flat-positions = { $count ->
    [1] Une position n’a pas encore de valeur.
   *[other] { $count } positions n’ont pas encore de valeur.
}
claim-flat-positions-see = Voir les positions sans valeur

# Le compte avant d’enregistrer
claim-contest-title = Vérifier le compte avant d’enregistrer
claim-contest-lead = Rien n’est encore enregistré. Vous allez enregistrer :
claim-contest-why = Pourquoi : { $reason }
claim-contest-rows-not-mine = { $rows ->
    [1] Une ligne cochée n’est pas de moi
   *[other] { $rows } lignes cochées ne sont pas de moi
}
claim-contest-rows-mine = { $rows ->
    [1] Une ligne cochée est de moi
   *[other] { $rows } lignes cochées sont de moi
}
claim-contest-taken-back = Règle supprimée : { $said }
claim-contest-contested = { $count ->
    [1] Une opération serait marquée comme n’étant pas de vous
   *[other] { $count } opérations seraient marquées comme n’étant pas de vous
}
claim-contest-released = { $count ->
    [1] Une opération serait de nouveau de vous
   *[other] { $count } opérations seraient de nouveau de vous
}
claim-contest-none = Aucune opération de vos fichiers ne changerait. Vérifiez les heures, la plateforme et le jeton. Ou enregistrez quand même : cela vaudra pour les fichiers que vous enverrez plus tard.
claim-contest-after = { $count ->
    [0] Ensuite, aucune opération de vos fichiers n’est marquée comme n’étant pas de vous.
    [1] Ensuite, une opération de vos fichiers est marquée comme n’étant pas de vous.
   *[other] Ensuite, { $count } opérations de vos fichiers sont marquées comme n’étant pas de vous.
}
claim-contest-market = Marché ou jetons
claim-contest-kind = Type
claim-contest-entries = Opérations
claim-contest-first = Première opération
claim-contest-last = Dernière opération
claim-contest-more = { $count ->
    [1] et un autre type d’opérations
   *[other] et { $count } autres types d’opérations
}
claim-contest-change = Modifier ce que j’ai saisi
claim-contest-save-none = Enregistrer cette règle pour les fichiers envoyés plus tard
claim-contest-save-contested = { $count ->
    [1] Marquer une opération comme n’étant pas de moi
   *[other] Marquer { $count } opérations comme n’étant pas de moi
}
claim-contest-save-released = { $count ->
    [1] Marquer une opération comme étant de moi
   *[other] Marquer { $count } opérations comme étant de moi
}
claim-contest-save-both = Modifier { $count } opérations
claim-contest-counted-anew = Votre dossier a changé depuis ce compte, et rien n’a été enregistré. Vérifiez le nouveau compte ci-dessous, puis enregistrez
claim-filter-show = Afficher
claim-filter-all = toutes
claim-filter-not-mine = pas de moi
claim-filter-mine = de moi
claim-filter-dropped = en double
claim-filter-kind = Type
claim-filter-file = un seul fichier
claim-filter-asset = Jeton
claim-filter-day = Jour (UTC)
claim-filter-button = Afficher ces opérations
claim-filter-clear = Afficher toutes les opérations

# Saisie
claim-typed-title = Saisir ce que vous savez
claim-typed-lead = Pour ceux qui n’ont que des captures d’écran, des courriels ou des souvenirs. Envoyez aussi les captures, sous « Vos fichiers » : elles sont gardées avec votre dossier.
claim-typed-support = Ce que vous saisissez compte comme votre parole. Cela a sa propre colonne dans les totaux du groupe et n’est jamais mêlé à ce qu’un fichier montre. Tout ce que vous saisissez ici compte comme n’étant pas de vous.
claim-typed-list = Saisi jusqu’ici
claim-typed-add = Ajouter une opération
claim-typed-time = Quand
claim-typed-time-hint = En UTC. Avec les secondes si vous les connaissez.
claim-typed-kind = De quoi s’agissait-il ?
claim-typed-out = Ce qui est sorti de votre compte
claim-typed-exchange-hint = Si elle n’est pas dans la liste, nommez-la plus bas, sous « D’où le savez-vous ? ».
claim-typed-in = Ce qui est entré sur votre compte
claim-typed-fee = Les frais, si vous les connaissez
claim-typed-note = D’où le savez-vous ?
claim-typed-note-hint = Par exemple le nom de la capture d’écran que vous avez envoyée.
claim-typed-button = Ajouter cette opération
claim-typed-remove = Enlever cette opération

# Perte
claim-loss-title = Votre perte
claim-loss-none = Il n’y a encore rien à calculer : dites d’abord ce qui n’est pas de vous.
claim-loss-to-entries = Dire ce qui n’est pas de vous
claim-loss-problem = Votre perte n’a pas pu être calculée. Rien n’est perdu. Vos coordinateurs le voient aussi.
claim-loss-lines = { $lines ->
    [0] Pas encore de ligne.
    [1] La somme d’une ligne.
   *[other] La somme de { $lines } lignes.
}
claim-loss-counts = Calculé { $basis }, selon la méthode { $method }, avec les prix de référence nº { $version }.
claim-basis-event = au prix du moment de chaque opération
claim-basis-date = au prix à la fin du { $day } (UTC)
claim-loss-gross = Lignes avec une perte
claim-loss-gain = Lignes avec un gain
claim-loss-documented = Appuyé sur vos fichiers
claim-loss-claimed = Saisi
claim-loss-credits = Ce qui a été récupéré
claim-credits-unpriced = Ceci a été récupéré aussi, mais n’a pas encore de prix. Ce n’est pas encore déduit. Dès qu’il y aura un prix, ce sera déduit de votre perte.
claim-loss-net = Perte moins ce qui a été récupéré
claim-loss-excluded = { $lines ->
    [1] Un coordinateur a écarté une ligne ; la raison est à côté.
   *[other] Un coordinateur a écarté { $lines } lignes ; la raison est à côté de chacune.
}
claim-loss-promise = C’est ce qui a été pris, à des prix justes. Ce n’est pas une promesse que cela revienne.
claim-loss-next = Ensuite : ce qui a été récupéré
claim-loss-no-price = Pas encore de prix
claim-native-title = En jetons
claim-native-text = La variation exacte de chaque jeton sur votre compte. Un signe moins indique que vous en avez moins.
claim-native-caption = Variation de chaque jeton
claim-unpriced-title = Pas encore de prix
claim-unpriced-text = Il n’y a pas de prix de référence pour ces jetons à leur heure. Ils n’entrent dans aucune somme et ne comptent jamais comme zéro. Vos coordinateurs les voient et peuvent ajouter des prix.
claim-unpriced-caption = Jetons sans prix
claim-unpriced-lines = Lignes
claim-unpriced-most = Au plus, en { $currency }
claim-positions-title = Positions non évaluées
claim-positions-text = Pour ces contrats, le fichier n’a que des échanges. Ils ne disent pas ce qui était détenu avant : aucun gain ni perte n’en découle. Ils n’entrent dans aucune somme. Un export avec les profits et pertes réalisés permettrait de les évaluer.
claim-positions-market = Contrat
claim-positions-account = Compte
claim-positions-fills = Échanges
claim-positions-say = Dire quand rien n’était détenu dans aucun contrat
claim-lines-title = Ligne par ligne
claim-lines-caption = { $lines ->
    [one] { $lines } ligne
   *[other] { $lines } lignes
}
claim-line-prices = Les prix utilisés
claim-line-unpriced = pas encore de prix
claim-line-queried = une question
claim-line-excluded = écartée

# Ce qui a été récupéré
claim-credits-title = Ce qui a été récupéré
claim-credits-lead = De l’argent ou des jetons que vous avez récupérés à cause de cela : un remboursement, une indemnité, des jetons rendus.
claim-credits-no-sale = N’ajoutez pas ce qui restait sur le compte et que vous avez vendu plus tard : cela a déjà été compté en votre faveur.
claim-credits-none = Rien pour l’instant.
claim-credits-add = Ajouter ce qui a été récupéré
claim-credits-when = Quel jour
claim-credits-when-hint = C’est évalué à la fin de ce jour (UTC).
claim-credits-evidence = Ce qui le montre
claim-credits-evidence-hint = Par exemple le nom d’un fichier que vous avez envoyé, ou « courriel de la plateforme du 24 octobre ».
claim-credits-note = Commentaire
claim-credits-button = Ajouter ceci
claim-credits-remove = Enlever ceci
claim-credits-worth = d’une valeur de

# Récit
claim-statement-title = Votre récit
claim-statement-lead = Si vous voulez, racontez avec vos mots ce qui s’est passé. Vous n’y êtes pas obligé : vos fichiers parlent d’eux-mêmes. Personne ne vous demandera de le raconter à nouveau.
claim-statement-who = Vos coordinateurs peuvent le lire, ainsi que ceux à qui vous permettez d’avoir votre dossier.
claim-statement-label = Avec vos mots, dans votre langue
claim-statement-hint = N’y mettez pas de mots de passe, de clés, ni le nom de personnes qui ne veulent pas être nommées.
claim-statement-none = Vous n’avez pas écrit de récit.
claim-statement-kept = La version enregistrée
claim-statement-sent = La version que vous avez envoyée, pas encore enregistrée

# Accords
claim-consents-title = Qui peut recevoir votre dossier
claim-consents-lead = Votre dossier avec ses fichiers va à ceux à qui vous dites oui. Ce que vous ne décidez pas compte comme non.
claim-consents-back = Vous pouvez changer d’avis à tout moment. Ce qui a déjà été transmis ne peut pas être repris. À partir de là, plus rien n’y va.
claim-consents-now = Votre réponse actuelle : { $answer }.
claim-consents-open = pas décidé
claim-consents-only-claimant = Seule la personne à qui est le dossier peut en décider.
claim-recipient-group = Les autres membres du groupe
claim-recipient-about-group = Ils voient vos chiffres sous votre référence, sans votre nom.
claim-recipient-law_enforcement = La police et d’autres enquêteurs
claim-recipient-about-law_enforcement = Ils reçoivent vos fichiers, vos chiffres, votre récit et votre nom.
claim-recipient-lawyers = Les avocats du groupe
claim-recipient-about-lawyers = Ils reçoivent vos fichiers, vos chiffres, votre récit et votre nom.
claim-recipient-press = Des journalistes
claim-recipient-about-press = Ils voient vos chiffres sous votre référence, sans votre nom.

# Vérifier et remettre
claim-check-title = Vérifier et remettre
claim-check-lead = Voici ce que vous allez remettre. Vous pouvez tout modifier jusque-là, et aussi après si vous le demandez.
claim-check-missing = Avant de pouvoir remettre :
claim-check-unread = { $files ->
    [1] L’un d’eux n’a pas pu être lu et est gardé tel quel.
   *[other] { $files } d’entre eux n’ont pas pu être lus et sont gardés tels quels.
}
claim-check-entries = { $entries ->
    [one] { $entries } opération
   *[other] { $entries } opérations
}{ $typed ->
    [0] {""}
    [1] , dont une saisie
   *[other] , dont { $typed } saisies
}.
claim-check-more-rows = { $rows ->
    [1] et une autre ligne
   *[other] et { $rows } autres lignes
}
claim-check-unpriced = { $lines ->
    [1] Une opération n’a pas encore de prix et n’entre dans aucune somme.
   *[other] { $lines } opérations n’ont pas encore de prix et n’entrent dans aucune somme.
}
claim-check-unvalued = Votre perte est en cours de calcul après une modification. Cela prend en général quelques secondes, puis vous pourrez signer. Si ce texte reste, appuyez sur le bouton pour relancer le calcul.
claim-check-unvalued-button = Calculer maintenant
claim-check-anew = Votre perte a été recalculée après l’ouverture de cette page. Vérifiez-la ci-dessous, puis signez
claim-check-no-loss = pas encore calculée
claim-check-see-lines = Ligne par ligne
claim-check-need-contested = Dites quelles opérations n’étaient pas les vôtres
claim-check-need-confirm = Confirmez que ce dossier, commencé pour vous par quelqu’un, est le vôtre
claim-check-need-order = Dites si le jour ou le mois est en premier dans les dates de { $file }
claim-check-need-zone = Dites le fuseau horaire de { $file }
claim-check-need-reading = { $file } n’a pas encore été lu. Attendez un peu, envoyez-le à nouveau ou enlevez-le
claim-declare-title = Votre déclaration
claim-declare-words = Je déclare que, autant que je sache, ce que je remets ici est vrai et complet.
claim-declare-name-of-file = « { $name } »
claim-declare-file-exported = { $count ->
    [1] Ce fichier est tel que je l’ai reçu : { $files }.
   *[other] Ces fichiers sont tels que je les ai reçus : { $files }.
}
claim-declare-file-workbook = { $count ->
    [1] Ce classeur est tel que je l’ai ; ses nombres sont passés par un tableur, qui garde 15 chiffres : { $files }.
   *[other] Ces classeurs sont tels que je les ai ; leurs nombres sont passés par un tableur, qui garde 15 chiffres : { $files }.
}
claim-declare-file-saved_again = { $count ->
    [1] Ce fichier n’est pas tel que la plateforme l’a écrit, car un tableur l’a enregistré à nouveau ; je ne connais pas d’autre changement : { $files }.
   *[other] Ces fichiers ne sont pas tels que la plateforme les a écrits, car un tableur les a enregistrés à nouveau ; je ne connais pas d’autre changement : { $files }.
}
claim-declare-file-mapped = { $count ->
    [1] Ce fichier est tel que je l’ai ; c’est une personne, et non la plateforme, qui a indiqué le sens de ses colonnes : { $files }.
   *[other] Ces fichiers sont tels que je les ai ; c’est une personne, et non la plateforme, qui a indiqué le sens de leurs colonnes : { $files }.
}
claim-declare-file-document = { $count ->
    [1] Cette image ou ce document est tel que je l’ai ; aucune opération n’y a été lue : { $files }.
   *[other] Ces images ou documents sont tels que je les ai ; aucune opération n’y a été lue : { $files }.
}
claim-declare-file-unread = { $count ->
    [1] Ce fichier est tel que je l’ai ; aucune opération n’y a été lue : { $files }.
   *[other] Ces fichiers sont tels que je les ai ; aucune opération n’y a été lue : { $files }.
}
claim-declare-typed = { $count ->
    [1] Une opération a été saisie d’après la source indiquée dans sa note.
   *[other] { $count } opérations ont été saisies d’après les sources indiquées dans leurs notes.
}
claim-declare-rest = Les opérations indiquées n’ont été faites ni par moi ni avec mon accord, et j’ai indiqué ce qui est revenu.
claim-declare-legend = Est-ce vrai ?
claim-declare-tick = Oui, c’est vrai autant que je sache
claim-declare-name = Votre nom
claim-declare-name-hint = Tel qu’il doit figurer sous la déclaration.
claim-declare-after = Vous recevez tout de suite un reçu. Ensuite, un coordinateur examine votre dossier.
claim-declare-button = Signer et remettre

# Reçu
claim-receipt-title = Reçu
claim-receipt-lead = Votre dossier est remis. Gardez cette page : imprimez-la ou enregistrez-la en PDF.
claim-receipt-when = Remis
claim-receipt-signed = Signé par
claim-receipt-method = Mode de calcul
claim-receipt-entries = { $contested ->
    [1] Une opération n’était pas la vôtre
   *[other] { $contested } opérations n’étaient pas les vôtres
}{ $unpriced ->
    [0] .
    [1] {"\u202F"}; une n’a pas encore de prix.
   *[other] {"\u202F"}; { $unpriced } n’ont pas encore de prix.
}
claim-receipt-files = Vos fichiers
claim-receipt-files-text = L’empreinte d’un fichier montre une fois pour toutes si le fichier a été modifié. Vous pouvez la calculer vous-même, par exemple avec « sha256sum ».
claim-receipt-no-files = Aucun fichier n’a été remis.
claim-receipt-declared = Ce que vous avez déclaré
claim-receipt-prices = Prix de référence nº { $version }.
claim-receipt-print = Pour imprimer : utilisez la commande d’impression de votre navigateur. Seul le reçu est imprimé.
claim-next = Ce qui se passe ensuite
claim-next-look = Un coordinateur examine votre dossier. Il n’y a pas de délai que vous puissiez manquer.
claim-next-ask = S’il y a une question, vous la trouverez sous « Messages ». Personne ne vous téléphonera, et personne ne vous écrira depuis une autre adresse.
claim-next-change = Vous pouvez à tout moment demander le renvoi de votre dossier pour le modifier, le retirer ou changer qui peut le recevoir.

# Messages
claim-messages-title = Messages
claim-messages-lead = Entre vous et vos coordinateurs. Ceux qui reçoivent votre dossier ne reçoivent pas ces messages.
claim-messages-none = Pas encore de message.
claim-messages-label = Votre message
claim-messages-hint = N’écrivez pas de mots de passe ni de clés, s’il vous plaît.
claim-messages-button = Envoyer ce message
claim-messages-you = Vous
claim-messages-unread = pas encore lu
claim-messages-mark-read = Marquer ces messages comme lus
claim-messages-asks-back = A demandé le renvoi du dossier pour le modifier

# Demander son renvoi
claim-ask-back-title = Demander le renvoi de votre dossier pour le modifier
claim-ask-back-link = Demander son renvoi pour le modifier
claim-ask-back-waits = Vous avez demandé le renvoi de votre dossier : voir votre demande
claim-ask-back-text = Vos coordinateurs reçoivent votre demande. L’un d’eux vous renvoie le dossier ou vous écrit pourquoi il ne le fait pas.
claim-ask-back-counts = D’ici là, votre dossier reste tel quel et compte toujours.
claim-ask-back-words = Que voulez-vous modifier ?
claim-ask-back-words-hint = Quelques mots, par exemple « un fichier de plus » ou « la période était trop longue ». N’écrivez pas de mots de passe ni de clés.
claim-ask-back-button = Demander le renvoi de ce dossier
claim-ask-back-asked = Votre demande attend une réponse depuis le
claim-ask-back-see = Voir vos messages
claim-ask-back-not-now = Ce n’est pas possible pour l’instant : le dossier est déjà entre vos mains, ou il est retiré

# Retrait
claim-erase-title = Effacer ce dossier
claim-erase-all = Tout son contenu est effacé de ce serveur : fichiers, opérations, ce que vous avez écrit et décidé.
claim-erase-log = Le journal garde qu’un dossier de cette référence a existé et a été effacé, et les empreintes (SHA-256) de ses fichiers. Il ne garde rien d’autre.
claim-erase-again = Vous pourrez commencer un nouveau dossier ensuite.
claim-erase-sure = Oui, effacer ce dossier définitivement
claim-erase-button = Effacer ce dossier
claim-withdraw-title = Retirer ce dossier
claim-withdraw-counts = À partir de là, votre dossier ne compte plus dans aucun total.
claim-withdraw-share = Il ne va plus à personne, quoi que vous ayez permis auparavant.
claim-withdraw-released = Ce qui a déjà été transmis à des enquêteurs ne peut pas être repris.
claim-withdraw-end = C’est définitif : un dossier retiré ne peut plus être remis ni modifié. Si vous voulez seulement changer quelque chose, demandez plutôt son renvoi.
claim-withdraw-export-first = Télécharger d’abord l’ensemble en un seul fichier
claim-withdraw-legend = En êtes-vous sûr ?
claim-withdraw-sure = Oui, retirer ce dossier définitivement
claim-withdraw-button = Retirer ce dossier

# Préparé par quelqu’un d’autre
claim-confirm-title = Ce dossier est-il le vôtre ?
claim-confirm-who = { $name } a commencé ce dossier pour vous.
claim-confirm-look = Vérifiez ce qu’il contient. Vous pourrez tout modifier ensuite.
claim-confirm-legend = Est-il le vôtre, et les faits sont-ils justes ?
claim-confirm-yes = Oui, c’est le mien
claim-confirm-yes-hint = Vous le continuez ensuite vous-même et le remettez.
claim-confirm-no = Non, je n’en veux pas
claim-confirm-no-hint = Il est retiré. Il ne compte nulle part et ne va à personne.
claim-confirm-button = Enregistrer ma réponse

# Tout dans un seul fichier
claim-export-about = Votre dossier { $reference } ({ $incident }).
    claim.json : ce que vous avez dit, décidé et signé, et les messages.
    statement.txt : votre récit.
    entries.csv : chaque opération, avec le fichier et la ligne d’où elle vient.
    losses.csv : ce que valait chaque opération qui n’était pas la vôtre, avec ses prix.
    originals : vos fichiers, octet par octet tels que vous les avez envoyés.

# Ce qui ne va pas dans un formulaire
claim-error-long = Trop long : { $max } caractères au plus
claim-error-time = Écrivez l’heure comme 2022-10-18 21:00
claim-error-from = Dites à partir de quand
claim-error-to = Dites jusqu’à quand
claim-error-when = Dites quand c’était
claim-error-backwards = La fin doit être après le début
claim-error-conflict-row = Choisissez la ligne qui compte
claim-error-conflict-changed = Vos fichiers ont changé, et ces lignes avec eux. Regardez-les à nouveau, puis décidez
claim-error-reason = Dites pourquoi en quelques mots
claim-error-no-rows = Cochez au moins une ligne
claim-error-act = Dites si elles sont de vous
claim-error-flat = Dites à quel moment
claim-error-flat-reason = Dites en quelques mots comment vous le savez
claim-error-amount = « { $what } » : écrivez une quantité supérieure à zéro en chiffres, comme { $example } ou 1250.5
claim-error-asset-of = « { $what } » : écrivez le nom court du jeton ou de la monnaie, comme BTC ou USD
claim-error-asset = Dites quel jeton ou quelle monnaie
claim-error-exchange = Dites sur quelle plateforme
claim-error-kind = Dites de quoi il s’agissait
claim-error-out = Dites ce qui est sorti du compte
claim-error-in = Dites ce qui est entré sur le compte
claim-error-typed-note = Dites d’où vous le savez
claim-error-evidence = Dites ce qui le montre
claim-error-message = Écrivez d’abord quelque chose
claim-error-true = Cochez la case si c’est vrai
claim-error-name = Écrivez votre nom
claim-error-answer = Choisissez l’une des deux réponses
claim-error-sure = Cochez la case si vous en êtes sûr
claim-error-no-files = Choisissez au moins un fichier
claim-error-file-large = { $name } dépasse { $size }. Rien n’en a été gardé. Demandez à la plateforme des périodes plus courtes, ou envoyez-le en plusieurs parties
claim-error-files-many = { $files } fichiers au plus à la fois : renvoyez ceux qui suivent les { $files } premiers
claim-error-claim-full = Avec { $name }, votre dossier dépasserait { $size }. Il n’a pas été gardé ; écrivez à vos coordinateurs
claim-error-file-empty = { $name } est vide et n’a donc pas été gardé. Le téléchargement s’est peut-être interrompu : téléchargez-le à nouveau
claim-error-file-broken = L’envoi de { $name } s’est interrompu. Rien n’en a été gardé : envoyez-le à nouveau
claim-error-files-others = { $files ->
    [1] L’autre fichier est arrivé et figure ci-dessous
   *[other] Les { $files } autres fichiers sont arrivés et figurent ci-dessous
}
claim-error-choice = Choisissez une des réponses ci-dessous : le fichier a été relu depuis que vous avez ouvert cette page
claim-error-zone = « { $zone } » n’est pas un fuseau horaire que nous connaissons. Écrivez UTC, UTC+8 ou un nom comme Europe/Paris
claim-error-old = Vous, ou quelqu’un qui vous aide, avez modifié ce dossier dans une autre fenêtre. Rien n’a été écrasé : vérifiez-le à nouveau, puis renvoyez
claim-error-rows = Cochez au plus { $max } lignes à la fois, ou contestez-les par une période.
claim-error-consents-old = Vous avez décidé dans une autre fenêtre après l’ouverture de cette page. Rien n’a été modifié : vérifiez vos réponses actuelles ci-dessous, puis enregistrez à nouveau
claim-error-gone = Ces lignes ne sont plus dans votre dossier. Vérifiez à nouveau la liste

# Ce qui vient d’être fait
done-claim-started = Votre dossier a été créé. Sa référence est ci-dessous.
done-claim-files = Vos fichiers sont arrivés.
done-claim-files-known = Ces fichiers étaient déjà dans votre dossier. Rien n’a été ajouté.
done-claim-working = Enregistré. Le calcul de vos chiffres prend plus de temps que d’habitude. Il continue tout seul : vous pouvez fermer cette page ou la recharger dans un instant.
done-claim-about = Enregistré. Les fichiers ont été relus là où il le fallait.
done-claim-file-removed = Le fichier ne fait plus partie de votre dossier.
done-claim-conflict-decided = Enregistré. Votre perte a été recalculée.
done-claim-conflict-reopened = La décision est annulée. Votre perte a été recalculée.
done-claim-contested = Enregistré. Votre perte a été recalculée.
done-claim-worked-out = Votre perte est calculée.
done-claim-typed = L’opération est ajoutée.
done-claim-typed-removed = L’opération est enlevée.
done-claim-credit = Enregistré. Votre perte a été recalculée.
done-claim-statement = Votre récit est enregistré.
done-claim-consents = Vos décisions sont enregistrées.
done-claim-submitted = Votre dossier est remis. Merci.
done-claim-message = Votre message est envoyé.
done-claim-messages-read = Les messages sont marqués comme lus.
done-claim-asked-back = Votre demande est envoyée. Vous trouverez la réponse sous « Messages ».
done-claim-erased = Votre dossier est effacé.
done-claim-withdrawn = Votre dossier est retiré.
done-claim-confirmed = Merci. Le dossier est maintenant le vôtre. Vous pouvez le continuer comme vous voulez.
