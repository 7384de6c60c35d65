# Ce que les fichiers d’un dossier montrent de chaque compte, et ce qui semble manquer.
holdings-title = Ce que montrent vos fichiers
holdings-title-claim = Ce que montrent les fichiers du dossier { $reference }
holdings-text = Pour chaque compte et chaque jeton, cette page additionne ce que disent les fichiers : ce qu’il y avait avant, ce qui est entré, ce qui est sorti et ce qui reste. Quand cela ne tombe pas juste, il manque un fichier ou une ligne.
holdings-text-claim = Pour chaque compte et chaque actif, cette page additionne ce que disent les fichiers. Quand cela ne tombe pas juste, il manque un fichier ou une ligne.
holdings-link = { $count ->
    [0] Voir ce que vos fichiers montrent de chaque compte
    [1] Il semble manquer quelque chose pour un compte et un jeton : voir quoi
   *[other] Il semble manquer quelque chose pour { $count } comptes et jetons : voir quoi
}
holdings-waiting = Cette page se remplit une fois les fichiers lus et comparés.
holdings-lacking = { $lacking ->
    [0] Rien ne semble manquer. Comptes et jetons qui tombent juste : { $all }.
    [1] Un compte et jeton sur { $all } ne tombe pas juste.
   *[other] { $lacking } comptes et jetons sur { $all } ne tombent pas juste.
}
holdings-cut-short = Les fichiers ont plus de comptes et de jetons que cette page ne peut en suivre. Les autres sont laissés de côté.
holdings-caption = Ce qu’il y avait, ce qui a bougé et ce qui reste
holdings-account = Compte
holdings-before = Avant
holdings-before-stated = d’après le fichier
holdings-before-zero = les fichiers commencent avec le compte
holdings-before-least = au moins
holdings-in = Entré
holdings-out = Sorti
holdings-fees = Frais
holdings-after = Reste
holdings-unexplained = dont { $amount } qu’aucune ligne n’explique
holdings-missing = Ce qui manque
holdings-nothing = Rien ne semble manquer.
holdings-least = Il y avait au moins { $amount } { $asset } avant le { $since }, et aucun fichier ne montre d’où cela vient. Remettez les fichiers de la période précédente.
holdings-below = Depuis le { $since } ({ $file }, ligne { $line }), il est sorti jusqu’à { $amount } { $asset } de plus que ce qu’il y avait. Remettez les fichiers qui montrent ce qui est entré.
holdings-below-until = Du { $since } ({ $file }, ligne { $line }) au { $until }, il est sorti jusqu’à { $amount } { $asset } de plus que ce qu’il y avait. Remettez les fichiers qui montrent ce qui est entré.
holdings-contradiction = { $file }, ligne { $line } : il devrait rester { $expected } { $asset }, et le fichier dit { $stated }. Entre le { $from } et le { $to }, une ligne manque ou a été modifiée.
holdings-more = { $count ->
    [1] Un autre n’est pas montré.
   *[other] { $count } autres ne sont pas montrés.
}
holdings-files-title = La période que couvre chaque fichier
holdings-files-text = Un trou peut être une période où rien ne s’est passé. Comparez-le avec ce que vous savez de cette période.
holdings-file = Fichier
holdings-from = Première opération
holdings-to = Dernière opération
holdings-entries = Opérations
holdings-gaps = Trous
holdings-gap-none = Aucun trou n’a été trouvé.
holdings-gap-quiet = Aucune opération du { $from } au { $to }, ce qui est inhabituellement long pour ce fichier.
holdings-gap-balance = Le solde de { $asset } change sans aucune ligne entre le { $from } et le { $to }.
holdings-gap-part = Il manque la partie { $parts } de cet export, entre { $from } et { $to }.
