# Ce qu’un fichier se révèle être, composé de ses parties, et des mots qui figurent dans
# les messages du registre.

found-mapped = Un fichier de { $exchange }, lu d’après une explication de ses colonnes
found-rows = { $title }, { $count ->
    [one] { $count } ligne
   *[other] { $count } lignes
}
found-deals = { $before }, { $count ->
    [one] { $count } deal
   *[other] { $count } deals
}
found-columns = { $before }, { $count ->
    [one] une colonne que nous ne connaissons pas : { $names }
   *[other] { $count } colonnes que nous ne connaissons pas : { $names }
}
found-quoted = « { $text } »
found-and = { $before } ; { $after }
found-refused = { $count ->
    [one] { $count } ligne que nous ne savons pas lire ({ $lines })
   *[other] { $count } lignes que nous ne savons pas lire ({ $lines })
}
found-line = ligne { $line }
found-lines = lignes { $lines } et { $last }
found-lines-more = lignes { $lines } et { $count } de plus
found-cut-short = il dépasse la limite, et le reste n’est pas lu
found-secrets = { $count ->
    [1] une cellule ressemble à une clé d’API ou à un secret
   *[other] { $count } cellules ressemblent à des clés d’API ou à des secrets
}
found-day-order = Ses dates peuvent commencer par le jour ou par le mois, et aucune date ne tranche : « Vos fichiers » demande ce qu’il en est.
found-or = { $before } ou { $after }

found-origin-value = l’heure elle-même
found-origin-header = l’en-tête
found-origin-preamble = une ligne au-dessus de l’en-tête
found-origin-filename = le nom du fichier
found-origin-format = son format
found-origin-given = ce qui a été indiqué
found-origin-assumed = défaut
