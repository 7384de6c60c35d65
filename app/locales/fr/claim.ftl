# Les pages de la personne concernée.

# Général
claim-back = Votre dossier
claim-progress-waiting = Vos fichiers sont en cours de lecture et votre perte est en cours de calcul. Cela continue tout seul : rechargez cette page dans un instant. Les chiffres de cette page peuvent être ceux d’avant.
claim-export-working = Votre archive pourra être constituée quand vos fichiers seront lus et votre perte calculée. Cela continue tout seul : réessayez dans un instant.
claim-progress-failed = Vos chiffres n’ont pas pu être calculés : quelque chose a échoué de notre côté, plusieurs fois. Vos fichiers et vos réponses sont en sûreté. Appuyez sur le bouton pour réessayer ; en cas de nouvel échec, écrivez à vos coordinateurs.
claim-reference = Référence
claim-incident = Affaire
claim-exchange = Plateforme
claim-exchange-other = une autre plateforme
claim-account = Compte
claim-asset = Jeton ou monnaie
claim-asset-hint = Comme la plateforme l’écrit, par exemple BTC.
claim-amount = Combien
claim-units = Unités
claim-choose = Choisissez
claim-reason = Pourquoi
claim-size-bytes = { $size } octets
claim-size-kb = { $size } ko
claim-size-mb = { $size } Mo
claim-size-gb = { $size } Go
claim-closed = Vous avez remis ce dossier : rien ne peut y être modifié pour l’instant.
claim-closed-withdrawn = Vous avez retiré ce dossier. Il n’entre dans aucun total et n’est transmis à personne.

claim-state-draft = en préparation
claim-state-submitted = remis
claim-state-in_review = à l’examen
claim-state-returned = renvoyé
claim-state-accepted = accepté
claim-state-declined = refusé
claim-state-withdrawn = retiré

# Avant le dossier
claim-start-title = Votre dossier : { $incident }
claim-start-lead = Vous pouvez remettre ici ce que votre plateforme vous a fourni, dire quelles opérations n’étaient pas les vôtres et voir ce qu’elles vous ont coûté, ligne par ligne. C’est vous qui décidez qui peut le voir.
claim-start-need = Ce qu’il vous faut
claim-start-need-files = Les exports de vos opérations de chaque plateforme, tels que vous les avez téléchargés : des fichiers CSV, un ZIP ou tar.gz qui les contient, ou des classeurs Excel, jusqu’à { $size } chacun. Merci de ne pas les ouvrir et enregistrer à nouveau avant.
claim-start-need-times = À peu près de quand à quand les opérations n’étaient pas les vôtres.
claim-start-need-nothing-else = Rien d’autre. Nous n’avons jamais besoin d’un mot de passe, d’une clé API ou d’un accès à vos comptes.
claim-start-screenshots = Si vous n’avez que des captures d’écran ou des courriels, venez quand même : envoyez-les tels quels et saisissez ce qu’ils montrent.
claim-start-time = Combien de temps cela prend
claim-start-time-text = Une vingtaine de minutes si vous avez les fichiers. Vous pouvez vous arrêter à tout moment : ce que vous avez fait est enregistré, et vous pourrez continuer un autre jour. Rien ne presse.
claim-start-data = Ce que deviennent vos données
claim-start-data-kept = Vos fichiers sont gardés exactement tels quels, sous une empreinte (SHA-256) qui montre que personne ne les a modifiés.
claim-start-data-seen = Vos coordinateurs peuvent voir votre dossier. Chaque fois que quelqu’un l’ouvre, c’est noté.
claim-start-data-share = Il n’est transmis à personne d’autre sans votre accord, destinataire par destinataire. Vous pouvez revenir sur un oui tant qu’il n’a pas servi.
claim-start-data-out = Vous pouvez à tout moment emporter l’ensemble dans un seul fichier et retirer votre dossier.
claim-start-promise = Personne ne peut promettre que l’argent reviendra. Vous obtenez ici un chiffre exact, vérifiable, qui compte avec celui de tous les autres.
claim-start-button = Commencer votre dossier

# Liste des étapes
claim-tasks-title = Votre dossier
claim-tasks-draft = Dans l’ordre que vous voulez. Tout est enregistré au fur et à mesure ; vous pouvez vous arrêter et revenir.
claim-tasks-submitted = Votre dossier est remis. Un coordinateur va le regarder. Vous n’avez rien à faire ; s’il y a une question, vous la trouverez sous « Messages ».
claim-tasks-in-review = Un coordinateur examine votre dossier. S’il y a une question, vous la trouverez sous « Messages ».
claim-tasks-returned = Un coordinateur vous a renvoyé votre dossier avec une question. Modifiez ce que vous voulez et remettez-le quand vous êtes prêt. Il continue de compter entre-temps.
claim-tasks-accepted = Votre dossier est accepté. Il compte dans les totaux du groupe.
claim-tasks-declined = Votre dossier est refusé : il ne compte pas. Vous pouvez en parler avec vos coordinateurs.
claim-tasks-answer = Écrire une réponse
claim-tasks-withdrawn = Vous avez retiré ce dossier. Il n’entre dans aucun total et n’est transmis à personne.
claim-tasks-for = Vous préparez ce dossier pour { $name }, qui devra le confirmer avant qu’il soit remis.
claim-tasks-confirm = Un coordinateur a commencé ce dossier pour vous. Regardez-le et dites s’il est le vôtre.
claim-tasks-confirm-link = Le regarder et le confirmer
claim-tasks-further = Autres choses
claim-tasks-messages = { $messages ->
    [0] Messages avec vos coordinateurs
    [1] Messages avec vos coordinateurs (un pour l’instant)
   *[other] Messages avec vos coordinateurs ({ $messages } pour l’instant)
}
claim-tasks-unread = { $count ->
    [1] un message non lu
   *[other] { $count } messages non lus
}
claim-tasks-export = Tout emporter dans un seul fichier
claim-tasks-erase = Effacer ce dossier
claim-tasks-withdraw = Retirer ce dossier

claim-task-to-do = à faire
claim-task-begun = commencé
claim-task-done = fait
claim-task-optional = si vous voulez
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
    [1] une opération
   *[other] { $entries } opérations
}.
claim-task-entries = Ce qui n’était pas à vous
claim-task-entries-hint = Dites de quand à quand, ou ligne par ligne.
claim-task-entries-have = { $contested } opérations sur { $entries } n’étaient pas les vôtres.
claim-task-loss = Votre perte
claim-task-loss-hint = Calculée dès que vous avez dit ce qui n’était pas à vous.
claim-task-loss-have = { $loss }{ $unpriced ->
    [0] .
    [1] {"\u202F"}; une opération n’a pas encore de prix.
   *[other] {"\u202F"}; { $unpriced } opérations n’ont pas encore de prix.
}
claim-task-credits = Ce qui est revenu
claim-task-credits-hint = Remboursements, jetons rendus, indemnités. Passez s’il n’y en a pas eu.
claim-task-statement = Votre récit
claim-task-statement-hint = Avec vos mots, dans votre langue. Vous n’êtes pas obligé d’écrire.
claim-task-consents = Qui peut recevoir votre dossier
claim-task-consents-hint = Le groupe, la police, les avocats, la presse : chacun à part.
claim-task-sign = Vérifier et remettre
claim-task-sign-hint = Tout voir sur une page, puis signer.
claim-task-receipt = Votre reçu
claim-task-receipt-hint = Votre référence, l’empreinte de chaque fichier, ce que vous avez déclaré.

# Fichiers
claim-files-title = Vos fichiers
claim-files-lead = Envoyez les exports tels que vous les avez téléchargés. Chaque fichier est gardé exactement tel quel, que nous sachions le lire ou non : captures d’écran et courriels sont donc bienvenus aussi.
claim-files-choose = Choisir des fichiers
claim-files-hint = Plusieurs à la fois si vous voulez : jusqu’à { $files } fichiers, jusqu’à { $size } chacun. Les fichiers CSV, seuls ou dans un ZIP ou tar.gz, et les classeurs Excel peuvent être lus ; tout le reste est gardé.
claim-files-send = Envoyer les fichiers
claim-files-none = Il n’y a pas encore de fichier.
claim-files-list = { $files ->
    [1] Un fichier
   *[other] { $files } fichiers
}
claim-files-about = Si vous avez plusieurs comptes sur une plateforme, donnez un nom à chacun : ainsi, les lignes de deux comptes ne sont jamais confondues. Laissez vide si vous n’en avez qu’un.
claim-files-about-save = Enregistrer ces réponses
claim-files-next = Ensuite : dire ce qui n’était pas à vous
claim-file-running = en cours de lecture
claim-file-failed = lecture interrompue
claim-file-failed-text = Quelque chose s’est cassé de notre côté pendant la lecture. Le fichier lui-même est en sûreté. Envoyez-le à nouveau : il sera relu.
claim-file-too-long = trop de lignes
claim-file-too-long-text = Avec vos autres fichiers, il dépasse le nombre de lignes qu’un dossier peut contenir ici : aucune de ses lignes ne compte. Le fichier lui-même est conservé. Envoyez seulement la période autour de la perte, ou écrivez à vos coordinateurs : la personne qui gère ce site peut relever la limite ({ $limit }).
claim-file-unread = gardé, non lu
claim-file-partly = lu, pas toutes les lignes
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
claim-file-first-time = La première heure du fichier est « { $raw } ». Nous la lisons comme { $read }.
claim-file-account = Nom du compte
claim-file-account-hint = Le nom que vous voulez, par exemple « principal » ou « robot ».
claim-file-no-account = sans nom
claim-file-zone = Fuseau horaire du fichier
claim-file-zone-hint = Rien dans le fichier ne le dit. Par exemple UTC, UTC+8 ou Europe/Paris.
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
claim-file-question-answer = Répondre
claim-file-remove = Enlever
claim-file-name = Nom
claim-file-bytes = Octets
claim-file-hash = Empreinte (SHA-256)
claim-file-size = Taille
claim-file-received = Reçu
claim-file-reader = Lu par la version
claim-file-download = Télécharger l’original
claim-file-entries = Voir ses opérations
claim-file-found = Ce que nous avons lu
claim-file-found-counts = { $rows ->
    [1] Une ligne
   *[other] { $rows } lignes
}, { $entries ->
    [1] une opération
   *[other] { $entries } opérations
}, { $refused ->
    [0] toutes les lignes ont été lues.
    [1] une ligne n’a pas pu être lue.
   *[other] { $refused } lignes n’ont pas pu être lues.
}
claim-file-remarks = Remarques sur ses lignes
claim-file-no-remarks = Aucune : rien d’étrange dans ce fichier.
claim-file-remarks-caption = { $remarks ->
    [1] Une remarque
   *[other] { $remarks } remarques
}
claim-file-line = Ligne
claim-file-whole = tout le fichier
claim-file-code = Code
claim-file-message = De quoi il s’agit
claim-remove-title = Enlever ce fichier de votre dossier ?
claim-remove-text = { $name } et tout ce qui y a été lu ne feront plus partie de votre dossier.
claim-remove-contested = { $count ->
    [1] Une de ses opérations, marquée comme pas à vous, ne compterait plus.
   *[other] { $count } de ses opérations, marquées comme pas à vous, ne compteraient plus.
}
claim-remove-what = Ce que vous avez dit de certaines de ses lignes est oublié aussi. Le journal garde la trace de son passage. Vous pourrez l’envoyer à nouveau.
claim-remove-button = Enlever le fichier

# Cellules qui ressemblent à des clés
claim-secrets-title = Cela ressemble à une clé API ou à un mot de passe
claim-secrets-text = Nous n’en avons jamais besoin, et nous n’en montrons rien. Mais qui possède votre clé peut utiliser votre compte, et un fichier est conservé ici tel quel.
claim-secrets-do = Supprimez d’abord la clé sur la plateforme. Ensuite, tant que votre dossier est ouvert, retirez le fichier et renvoyez-le sans ces cellules.
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
claim-secrets-remove = Retirer le fichier

# Ce que l’historique de 3Commas dit d’une opération contestée
claim-deal-explained = 3Commas a la transaction { $deal } pour cette opération : était-ce votre propre bot ?
claim-deal-none = Aucune transaction de 3Commas ne l’explique
claim-deal-outside = Aucune transaction de 3Commas ne l’explique, mais celles que vous avez envoyées sont d’une autre période

# Ce que le navigateur trouve avant tout envoi
claim-look-heading = Ce que contiennent ces fichiers
claim-look-nothing-sent = Nous les avons regardés ici, dans votre navigateur. Rien n’est encore envoyé.
claim-look-looking = Lecture de { $what } …
claim-look-unknown = Nous ne savons pas lire ce fichier. Envoyez-le quand même : il est gardé tel quel.
claim-look-unopened = Nous n’avons pas pu tout lire ici. Nous regardons de nouveau dès que c’est envoyé.
claim-look-empty = Ce fichier est vide. Le téléchargement s’est peut-être interrompu.
claim-look-too-large = Plus grand que les { $size } que nous acceptons. Demandez à la plateforme des périodes plus courtes.
claim-look-too-many = Nous acceptons { $files } fichiers à la fois. Envoyez les autres ensuite.
claim-look-rows-one = une ligne
claim-look-rows-many = { $what } lignes
claim-look-refused-one = Une ligne que nous ne savons pas lire
claim-look-refused-many = { $what } lignes que nous ne savons pas lire
claim-look-line = ligne { $what }
claim-look-lines = lignes { $what }
claim-look-more-lines = {" "}et d’autres
claim-look-zone = Rien dans ce fichier ne dit dans quel fuseau horaire sont ses heures. Nous vous le demanderons après l’envoi.
claim-look-order = Ses dates peuvent avoir le jour ou le mois en premier. Nous vous le demanderons après l’envoi.
claim-look-format = Cela peut être plusieurs types de fichier. Nous vous le demanderons après l’envoi.
claim-look-secret-one = Une cellule ressemble à une clé API ou à un mot de passe
claim-look-secret-many = { $what } cellules ressemblent à des clés API ou à des mots de passe
claim-look-secret-place = ligne { $line }, colonne { $column }
claim-look-secret-do = Supprimez la clé sur la plateforme, et enlevez ces cellules du fichier avant de l’envoyer.
claim-look-secret-leave = Laisser ces fichiers de côté
claim-look-secret-warning = Certains de ces fichiers contiennent ce qui ressemble à des clés API ou à des mots de passe. Nous n’en avons jamais besoin.
claim-look-secret-anyway = Les envoyer quand même
claim-look-secret-held = Rien n’a été envoyé. Laissez ces fichiers de côté, ou cochez la case pour les envoyer quand même.
claim-look-span = Du { $from } au { $to }.
claim-look-done = Fichiers regardés : { $what }. Rien n’est encore envoyé.
claim-look-sending = Envoi : { $what } %
claim-look-failed = La connexion s’est interrompue. Rien n’est perdu : envoyez les fichiers à nouveau.

# Ce qui s’est passé, en une phrase
claim-kind-trade = Échange
claim-kind-derivative = Opération à terme
claim-kind-deposit = Dépôt
claim-kind-withdrawal = Retrait
claim-kind-transfer = Mouvement entre vos portefeuilles
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
claim-what-rebate = { $what }, remise { $fee }

# Ce que cela valait, en une phrase
claim-worth-loss = Ce qui est sorti valait { $gone }, ce qui est entré { $came } : une perte de { $result }.
claim-worth-gain = Ce qui est sorti valait { $gone }, ce qui est entré { $came } : pas de perte, { $result } sont donc comptés.
claim-worth-gone = Ce qui est sorti valait { $gone } : une perte de { $result }.
claim-worth-came = Ce qui est entré valait { $came } : { $result } sont donc comptés.
claim-worth-nothing = Rien qui ait une valeur n’a bougé.
claim-worth-unpriced = Nous n’avons pas de prix de référence pour { $assets } à ce moment : cette opération n’entre dans aucune somme. Elle est listée, jamais comptée comme zéro.
claim-worth-no-leg = Nous avons un prix pour { $assets }, mais pas encore le taux qui mène à la monnaie du rapport : cette opération n’entre dans aucune somme. Elle est listée, jamais comptée comme zéro.
claim-worth-unsettled = Vos coordinateurs doivent encore fixer à partir de quand { $assets } ne peut plus être évalué à son propre marché : cette opération n’entre pour l’instant dans aucune somme.
claim-worth-manipulated = Le jour choisi se termine pendant que le marché de { $assets } est inscrit comme manipulé : cette opération n’entre dans aucune somme à cette date.
claim-worth-manipulated-open = Le marché de { $assets } est inscrit comme manipulé et la liste n’indique pas encore de fin : cette opération n’entre dans aucune somme à une date ultérieure. Vos coordinateurs peuvent ajouter la fin.
claim-worth-too-large = La perte de cette opération est plus grande que tout chiffre que nous pouvons garder ({ $assets }) : elle n’entre dans aucune somme. Elle est listée, jamais comptée comme zéro. Prévenez vos coordinateurs : un prix est peut-être faux.
claim-worth-at-most = Ce qui a été payé valait { $most } : la perte est au plus de cela.
claim-worth-fee-left-out = Les frais n’ont pas de prix et sont laissés de côté ({ $assets }).
claim-price = 1 { $asset } = { $figure } { $currency }, prix du { $at } ({ $ids }).
claim-price-fixed = 1 { $asset } = { $figure } { $currency }, comme fixé pour cette affaire.
claim-price-manipulated = Pris avant que son marché soit manipulé ({ $from }).
claim-support-documented = de votre fichier
claim-support-claimed = saisi
claim-support-corroborated = de votre fichier et d’une seconde source

# Opérations
claim-entries-title = Ce qui n’était pas à vous
claim-entries-lead = Dites d’abord de quand à quand quelqu’un d’autre a utilisé votre compte. Cela comprend les échanges, les frais et les opérations à terme. Dépôts, retraits et mouvements entre vos portefeuilles ne sont jamais compris dans une période : cochez-les un par un.
claim-entries-contested = { $contested ->
    [0] Pour l’instant, vous n’avez dit d’aucune opération qu’elle n’était pas la vôtre.
    [1] Une opération n’était pas la vôtre.
   *[other] { $contested } opérations n’étaient pas les vôtres.
}
claim-entries-to-loss = Voir votre perte
claim-entries-no-file = Seulement des captures d’écran, ou un fichier que nous ne savons pas lire ?
claim-entries-type = Saisissez ce qu’ils montrent
claim-entries-typed = { $count ->
    [1] Une opération de plus a été saisie ; cette liste a celles de vos fichiers.
   *[other] { $count } opérations de plus ont été saisies ; cette liste a celles de vos fichiers.
}
claim-entries-typed-see = Voir ce qui a été saisi
claim-entries-remarks = Ce qu’il est bon de savoir de vos fichiers ensemble :
claim-entries-list = Toutes les opérations
claim-entries-none = Il n’y a pas encore d’opération. Elles viennent de vos fichiers, ou vous les saisissez.
claim-entries-none-match = Aucune opération ne correspond. Affichez-en d’autres, ou toutes.
claim-entries-caption = { $entries ->
    [1] Une opération
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
claim-standing-not-mine = pas à moi
claim-standing-left-out = à moi
claim-standing-dropped = compté une fois
claim-standing-same-as = { $place } dit la même chose.
claim-period-title = Une période
claim-period-text = Les heures sont en UTC. Dans le doute, prenez une période un peu plus longue et écartez ensuite ce qui était à vous.
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
claim-rules = Ce que vous avez dit jusqu’ici
claim-rules-rows = { $rows ->
    [1] Une ligne à part
   *[other] { $rows } lignes à part
}
claim-rule-period = Pas à moi du { $from } jusqu’au { $to }
claim-rule-all = Pas à moi : tout
claim-rule-only = seulement { $only }
claim-rule-row = Pas à moi : { $what }
claim-rule-left-out = À moi, bien que dans une période : { $what }
claim-rule-remove = Annuler cette règle
claim-rows-title = Les lignes cochées
claim-rows-act = Qu’en dites-vous ?
claim-rows-not-mine = Elles n’étaient pas à moi
claim-rows-mine = Elles étaient à moi
claim-rows-reason-hint = Quelques mots. Ils sont affichés à côté des lignes. Ce que vous cochez vaut pour cette page de la liste : enregistrez avant d’en changer.
claim-rows-button = Enregistrer cela pour les lignes cochées

# Le compte avant d’enregistrer
claim-contest-title = Vérifier le compte avant d’enregistrer
claim-contest-lead = Rien n’est encore enregistré. Vous allez enregistrer :
claim-contest-why = Pourquoi : { $reason }
claim-contest-rows-not-mine = { $rows ->
    [1] Une ligne cochée n’était pas à moi
   *[other] { $rows } lignes cochées n’étaient pas à moi
}
claim-contest-rows-mine = { $rows ->
    [1] Une ligne cochée était à moi
   *[other] { $rows } lignes cochées étaient à moi
}
claim-contest-taken-back = Règle supprimée : { $said }
claim-contest-contested = { $count ->
    [1] Une opération serait marquée comme pas à vous
   *[other] { $count } opérations seraient marquées comme pas à vous
}
claim-contest-released = { $count ->
    [1] Une opération serait de nouveau à vous
   *[other] { $count } opérations seraient de nouveau à vous
}
claim-contest-none = Aucune opération de vos fichiers ne changerait. Regardez les heures, la plateforme et le jeton, ou enregistrez quand même : cela vaudra pour les fichiers que vous enverrez plus tard.
claim-contest-after = { $count ->
    [0] Ensuite, aucune opération de vos fichiers n’est marquée comme pas à vous.
    [1] Ensuite, une opération de vos fichiers est marquée comme pas à vous.
   *[other] Ensuite, { $count } opérations de vos fichiers sont marquées comme pas à vous.
}
claim-contest-market = Marché ou jetons
claim-contest-kind = Type
claim-contest-entries = Opérations
claim-contest-first = Première
claim-contest-last = Dernière
claim-contest-more = { $count ->
    [1] et une autre sorte d’opérations
   *[other] et { $count } autres sortes d’opérations
}
claim-contest-change = Modifier ce que j’ai saisi
claim-contest-save-none = Enregistrer cette règle pour les fichiers envoyés plus tard
claim-contest-save-contested = { $count ->
    [1] Marquer une opération comme pas à moi
   *[other] Marquer { $count } opérations comme pas à moi
}
claim-contest-save-released = { $count ->
    [1] Marquer une opération comme à moi
   *[other] Marquer { $count } opérations comme à moi
}
claim-contest-save-both = Modifier { $count } opérations
claim-contest-counted-anew = Votre dossier a changé depuis ce compte, et rien n’a été enregistré. Regardez le nouveau compte ci-dessous, puis enregistrez
claim-filter-show = Afficher
claim-filter-all = toutes
claim-filter-not-mine = pas à moi
claim-filter-mine = à moi
claim-filter-dropped = dites deux fois
claim-filter-kind = Genre
claim-filter-file = un seul fichier
claim-filter-asset = Jeton
claim-filter-day = Jour (UTC)
claim-filter-button = Afficher
claim-filter-clear = Tout afficher

# Saisie
claim-typed-title = Saisir ce que vous savez
claim-typed-lead = Pour ceux qui n’ont que des captures d’écran, des courriels ou un souvenir. Envoyez aussi les captures, sous « Vos fichiers » : elles sont gardées avec votre dossier.
claim-typed-support = Ce qui est saisi compte comme votre parole. Cela a sa propre colonne dans les totaux du groupe et n’est jamais mêlé à ce qu’un fichier montre. Ce que vous saisissez ici est considéré comme n’étant pas à vous.
claim-typed-list = Saisi jusqu’ici
claim-typed-add = Ajouter une opération
claim-typed-time = Quand
claim-typed-time-hint = En UTC. Avec les secondes si vous les connaissez.
claim-typed-kind = De quoi s’agissait-il ?
claim-typed-out = Ce qui est sorti de votre compte
claim-typed-exchange-hint = Si elle n’est pas dans la liste, nommez-la plus bas, là où vous dites d’où vous le savez.
claim-typed-in = Ce qui est entré sur votre compte
claim-typed-fee = Les frais, si vous les connaissez
claim-typed-note = D’où le savez-vous ?
claim-typed-note-hint = Par exemple le nom de la capture d’écran que vous avez envoyée.
claim-typed-button = Ajouter
claim-typed-remove = Enlever

# Perte
claim-loss-title = Votre perte
claim-loss-none = Rien à calculer pour l’instant : dites d’abord ce qui n’était pas à vous.
claim-loss-to-entries = Dire ce qui n’était pas à vous
claim-loss-problem = Votre perte n’a pas pu être calculée. Rien n’est perdu ; vos coordinateurs le voient aussi.
claim-loss-lines = { $lines ->
    [1] La somme d’une ligne,
   *[other] La somme de { $lines } lignes,
}
claim-loss-counts = { $basis }, par la méthode { $method }, avec les prix de référence nº { $version }.
claim-basis-event = aux prix du moment de chaque opération
claim-basis-date = aux prix de la fin du { $day } (UTC)
claim-loss-gross = Lignes avec une perte
claim-loss-gain = Lignes avec un gain
claim-loss-documented = Appuyé sur vos fichiers
claim-loss-claimed = Saisi
claim-loss-credits = Ce qui est revenu
claim-credits-unpriced = Ceci est revenu aussi, mais n’a pas encore de prix. Ce n’est pas encore déduit : dès qu’il y aura un prix, la perte diminuera d’autant.
claim-loss-net = Perte après ce qui est revenu
claim-loss-excluded = { $lines ->
    [1] Une ligne a été écartée par un coordinateur ; la raison est à côté.
   *[other] { $lines } lignes ont été écartées par un coordinateur ; la raison est à côté de chacune.
}
claim-loss-promise = C’est ce qui a été pris, à des prix justes. Ce n’est pas une promesse que cela revienne.
claim-loss-next = Ensuite : ce qui est revenu
claim-loss-no-price = Pas encore de prix
claim-native-title = En jetons
claim-native-text = Comment chaque jeton a changé sur votre compte, exactement : moins avec un signe moins, plus sans signe.
claim-native-caption = Changement de chaque jeton
claim-unpriced-title = Pas encore de prix
claim-unpriced-text = Pour ceux-ci, il n’y a pas de prix de référence à leur moment. Ils n’entrent dans aucune somme et ne comptent jamais comme zéro. Vos coordinateurs les voient et peuvent ajouter des prix.
claim-unpriced-caption = Jetons sans prix
claim-unpriced-lines = Lignes
claim-unpriced-most = Au plus, en { $currency }
claim-positions-title = Positions non évaluées
claim-positions-text = De ces contrats, le fichier n’a que des opérations. Elles ne disent pas ce qui était détenu avant : aucun gain ni perte n’en découle, et elles n’entrent dans aucune somme. Un export avec les profits et pertes réalisés permettrait de les évaluer.
claim-positions-market = Contrat
claim-positions-account = Compte
claim-positions-fills = Opérations
claim-lines-title = Ligne par ligne
claim-lines-caption = { $lines ->
    [1] Une ligne
   *[other] { $lines } lignes
}
claim-line-prices = Les prix utilisés
claim-line-unpriced = pas encore de prix
claim-line-queried = une question
claim-line-excluded = écartée

# Ce qui est revenu
claim-credits-title = Ce qui est revenu
claim-credits-lead = De l’argent ou des jetons que vous avez récupérés à cause de cela : un remboursement, une indemnité, des jetons rendus.
claim-credits-no-sale = Ce qui restait sur le compte et que vous avez vendu plus tard n’en fait pas partie : cela a déjà été compté en votre faveur.
claim-credits-none = Rien pour l’instant.
claim-credits-add = Ajouter quelque chose
claim-credits-when = Quel jour
claim-credits-when-hint = C’est évalué à la fin de ce jour (UTC).
claim-credits-evidence = Ce qui le montre
claim-credits-evidence-hint = Par exemple le nom d’un fichier que vous avez envoyé, ou « courriel de la plateforme du 24 octobre ».
claim-credits-note = Autre chose
claim-credits-button = Ajouter
claim-credits-remove = Enlever
claim-credits-worth = d’une valeur de

# Récit
claim-statement-title = Votre récit
claim-statement-lead = Si vous voulez, racontez avec vos mots ce qui s’est passé. Vous n’y êtes pas obligé : vos fichiers parlent d’eux-mêmes. Personne ne vous demandera de le raconter à nouveau.
claim-statement-who = Vos coordinateurs peuvent le lire, et ceux à qui vous permettez d’avoir votre dossier.
claim-statement-label = Avec vos mots, dans votre langue
claim-statement-hint = N’y mettez pas de mots de passe, de clés, ni le nom de personnes qui ne veulent pas être nommées.
claim-statement-none = Vous n’en avez pas écrit.
claim-statement-kept = Ce qui est gardé maintenant
claim-statement-sent = Ce que vous avez envoyé, pas encore gardé

# Accords
claim-consents-title = Qui peut recevoir votre dossier
claim-consents-lead = Votre dossier avec ses fichiers va à ceux à qui vous dites oui. Ce que vous laissez ouvert compte comme non.
claim-consents-back = Vous pouvez changer d’avis à tout moment. Ce qui a déjà été transmis ne peut pas être repris ; à partir de là, plus rien n’y va.
claim-consents-now = Actuellement : { $answer }.
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
    [1] Une opération
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
claim-check-unvalued = Votre perte est en cours de calcul après une modification. Cela prend en général quelques secondes ; ensuite, vous pourrez signer. Si ce texte reste, appuyez sur le bouton : ce qui a été interrompu est refait.
claim-check-unvalued-button = Calculer maintenant
claim-check-anew = Votre perte a été recalculée depuis l’ouverture de cette page. Regardez-la ci-dessous, puis signez
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
claim-declare-legend = Est-ce bien cela ?
claim-declare-tick = Oui, c’est vrai autant que je sache
claim-declare-name = Votre nom
claim-declare-name-hint = Tel qu’il doit figurer sous la déclaration.
claim-declare-after = Vous recevez tout de suite un reçu. Ensuite, un coordinateur regarde votre dossier.
claim-declare-button = Signer et remettre

# Reçu
claim-receipt-title = Reçu
claim-receipt-lead = Votre dossier est remis. Gardez cette page : imprimez-la ou enregistrez-la en PDF.
claim-receipt-when = Remis
claim-receipt-signed = Signé par
claim-receipt-method = Façon de calculer
claim-receipt-entries = { $contested ->
    [1] Une opération n’était pas la vôtre
   *[other] { $contested } opérations n’étaient pas les vôtres
}{ $unpriced ->
    [0] .
    [1] {"\u202F"}; une n’a pas encore de prix.
   *[other] {"\u202F"}; { $unpriced } n’ont pas encore de prix.
}
claim-receipt-files = Vos fichiers
claim-receipt-files-text = L’empreinte d’un fichier montre une fois pour toutes qu’il n’a pas été modifié. Vous pouvez la calculer vous-même, par exemple avec « sha256sum ».
claim-receipt-no-files = Aucun fichier n’a été remis.
claim-receipt-declared = Ce que vous avez déclaré
claim-receipt-prices = Prix de référence nº { $version }.
claim-receipt-print = Pour imprimer : utilisez la commande d’impression de votre navigateur. Seul le reçu est imprimé.
claim-next = Ce qui se passe ensuite
claim-next-look = Un coordinateur regarde votre dossier. Il n’y a pas de délai que vous puissiez manquer.
claim-next-ask = S’il y a une question, vous la trouverez sous « Messages ». Personne ne vous téléphonera ni ne vous écrira d’ailleurs.
claim-next-change = Vous pouvez à tout moment demander le renvoi de votre dossier pour le modifier, le retirer ou changer qui peut le recevoir.

# Messages
claim-messages-title = Messages
claim-messages-lead = Entre vous et vos coordinateurs. Ceux qui reçoivent votre dossier ne reçoivent pas ces messages.
claim-messages-none = Pas encore de message.
claim-messages-label = Votre message
claim-messages-hint = Pas de mots de passe ni de clés, s’il vous plaît.
claim-messages-button = Envoyer ce message
claim-messages-you = Vous
claim-messages-unread = pas encore lu
claim-messages-mark-read = Marquer ces messages comme lus
claim-messages-asks-back = A demandé le renvoi du dossier pour le modifier

# Demander son renvoi
claim-ask-back-title = Demander le renvoi de votre dossier pour le modifier
claim-ask-back-link = Demander son renvoi pour le modifier
claim-ask-back-waits = Vous avez demandé son renvoi : voir votre demande
claim-ask-back-text = Vos coordinateurs reçoivent votre demande. L’un d’eux vous renvoie le dossier ou vous écrit pourquoi il ne le fait pas.
claim-ask-back-counts = D’ici là, il reste tel quel et continue de compter.
claim-ask-back-words = Que voulez-vous modifier ?
claim-ask-back-words-hint = Quelques mots, par exemple « un fichier de plus » ou « la période était trop longue ». Pas de mots de passe ni de clés.
claim-ask-back-button = Demander le renvoi de ce dossier
claim-ask-back-asked = Votre demande attend une réponse depuis le
claim-ask-back-see = Voir vos messages
claim-ask-back-not-now = Ce n’est pas possible pour l’instant : le dossier est déjà entre vos mains, ou il est retiré

# Retrait
claim-erase-title = Effacer ce dossier
claim-erase-all = Tout son contenu est effacé de ce serveur : fichiers, opérations, ce que vous avez écrit et décidé.
claim-erase-log = Le journal garde seulement qu’un dossier de cette référence a existé et a été effacé, et les empreintes (SHA-256) de ses fichiers.
claim-erase-again = Vous pourrez commencer un nouveau dossier ensuite.
claim-erase-sure = Oui, effacer ce dossier définitivement
claim-erase-button = Effacer ce dossier
claim-withdraw-title = Retirer ce dossier
claim-withdraw-counts = Votre dossier ne compte plus dans aucun total à partir de là.
claim-withdraw-share = Il ne va plus à personne, quoi que vous ayez permis auparavant.
claim-withdraw-released = Ce qui a déjà été remis à des enquêteurs ne peut pas être repris.
claim-withdraw-end = C’est définitif : un dossier retiré ne peut plus être remis ni modifié. Si vous voulez seulement changer quelque chose, demandez plutôt son renvoi.
claim-withdraw-export-first = Tout emporter d’abord dans un seul fichier
claim-withdraw-legend = En êtes-vous sûr ?
claim-withdraw-sure = Oui, retirer ce dossier définitivement
claim-withdraw-button = Retirer ce dossier

# Préparé par quelqu’un d’autre
claim-confirm-title = Ce dossier est-il le vôtre ?
claim-confirm-who = { $name } a commencé ce dossier pour vous.
claim-confirm-look = Regardez ce qu’il contient. Vous pourrez tout modifier ensuite.
claim-confirm-legend = Est-il le vôtre, et les faits sont-ils justes ?
claim-confirm-yes = Oui, il est à moi
claim-confirm-yes-hint = Vous le continuez ensuite vous-même et le remettez.
claim-confirm-no = Non, je n’en veux pas
claim-confirm-no-hint = Il est retiré. Il ne compte nulle part et ne va à personne.
claim-confirm-button = Enregistrer ma réponse

# Tout dans un seul fichier
claim-export-about = Votre dossier { $reference } ({ $incident }).
    claim.json : ce que vous avez dit, décidé et signé, et les messages.
    statement.txt : votre récit.
    entries.csv : chaque opération, avec le fichier et la ligne d’où elle vient.
    losses.csv : ce que valait chaque opération qui n’était pas à vous, avec ses prix.
    originals : vos fichiers, octet par octet tels que vous les avez envoyés.

# Ce qui ne va pas dans un formulaire
claim-error-long = Trop long : { $max } caractères au plus
claim-error-time = Écrivez l’heure comme 2022-10-18 21:00
claim-error-from = Dites à partir de quand
claim-error-to = Dites jusqu’à quand
claim-error-when = Dites quand c’était
claim-error-backwards = La fin doit être après le début
claim-error-reason = Dites pourquoi en quelques mots
claim-error-no-rows = Cochez au moins une ligne
claim-error-act = Dites si elles étaient à vous
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
claim-error-zone = « { $zone } » n’est pas un fuseau horaire connu. Écrivez UTC, UTC+8 ou un nom comme Europe/Paris
claim-error-old = Vous, ou quelqu’un qui vous aide, avez modifié ce dossier dans une autre fenêtre. Rien n’a été écrasé : regardez-le à nouveau, puis renvoyez
claim-error-rows = Cochez au plus { $max } lignes à la fois, ou contestez-les par une période.
claim-error-consents-old = Vous avez décidé dans une autre fenêtre après l’ouverture de cette page. Rien n’a été modifié : voyez ci-dessous ce qui vaut maintenant, puis enregistrez encore une fois
claim-error-gone = Ces lignes ne sont plus dans votre dossier. Regardez à nouveau la liste

# Ce qui vient d’être fait
done-claim-started = Votre dossier est commencé. Sa référence est ci-dessous.
done-claim-files = Vos fichiers sont arrivés.
done-claim-files-known = Ces fichiers étaient déjà dans votre dossier. Rien n’a été ajouté.
done-claim-working = Enregistré. Le calcul de vos chiffres prend plus de temps que d’habitude et continue tout seul. Vous pouvez fermer cette page ou la recharger dans un instant.
done-claim-about = Enregistré. Les fichiers ont été relus là où il le fallait.
done-claim-file-removed = Le fichier ne fait plus partie de votre dossier.
done-claim-contested = Enregistré. Votre perte a été recalculée.
done-claim-worked-out = Votre perte est calculée.
done-claim-typed = Ajouté.
done-claim-typed-removed = Enlevé.
done-claim-credit = Enregistré. Votre perte a été recalculée.
done-claim-statement = Votre récit est enregistré.
done-claim-consents = Vos décisions sont enregistrées.
done-claim-submitted = Votre dossier est remis. Merci.
done-claim-message = Votre message est envoyé.
done-claim-messages-read = Les messages sont marqués comme lus.
done-claim-asked-back = Votre demande est envoyée. Vous trouverez la réponse sous « Messages ».
done-claim-erased = Votre dossier est effacé.
done-claim-withdrawn = Votre dossier est retiré.
done-claim-confirmed = Merci. Le dossier est maintenant le vôtre ; continuez-le comme vous voulez.
