start-title = Ce qui a été pris, au centime près
start-lead = Redress aide des groupes de personnes dont les comptes de trading ont été pillés. Il calcule chaque perte à partir des fichiers que la plateforme vous a donnés, et additionne les pertes du groupe. Chacun peut le vérifier, ligne par ligne.
start-your-incidents = Vos incidents
start-nowhere = Vous n’appartenez encore à aucun incident. Si vous venez d’être invité, une deuxième personne doit peut-être encore vous confirmer.
start-by-invitation = On participe sur invitation : ouvrez le lien que votre coordinateur vous a envoyé.
start-how = Comment ça marche
start-how-1 = Vous remettez les fichiers téléchargés depuis votre plateforme. Ils sont gardés exactement tels quels.
start-how-2 = Vous dites quelles opérations n’étaient pas les vôtres. Rien n’est décidé à votre place.
start-how-3 = Vous voyez votre perte, chaque ligne expliquée, et vous signez.
start-how-4 = Votre groupe additionne ses pertes. Si vous êtes d’accord, une autorité reçoit des preuves qu’elle peut vérifier sans faire confiance à personne.
start-what-not = Ce que Redress ne fait pas
start-what-not-text = Il ne promet aucune restitution et ne demande pas d’argent. Il n’a jamais besoin d’un mot de passe ni d’une clé de votre plateforme.
start-nothing-waits = Vous n’avez rien à faire ici pour l’instant.
start-format-exchange = Plateforme
start-format-title = Fichier
start-format-known = D’où nous le connaissons
start-format-header = Reconnu à son en-tête
start-format-id = Nom pour les scripts
start-formats-lead = Nous lisons ces fichiers tels que la plateforme les donne : seuls, dans un ZIP ou tar.gz, ou comme classeur Excel. Un fichier est reconnu à son contenu, pas à son nom.
start-formats-caption = Types de fichier
start-formats-other = Tout autre fichier est aussi gardé comme preuve, mais il ne compte pas de lui-même. Vous pouvez saisir ce qu’il montre.
start-format-languages = en-tête en { $languages } : { $known }
start-known-tested = vérifié sur de vraies lignes
start-known-parser = disposition connue par d’autres programmes
start-known-described = connu par des descriptions seulement
start-known-unverified = non vérifié
start-method-version = La méthode en vigueur est { $method }. Chaque chiffre indique la version qui l’a produit.
start-method-1 = D’abord les quantités : ce qui est sorti de votre compte et ce qui y est entré, frais compris, pour chaque opération contestée.
start-method-2 = Chaque quantité est évaluée à un juste prix de marché au moment de l’opération, d’après une source publiée et nommée à côté.
start-method-3 = Là où le prix d’un jeton faisait lui-même partie de la fraude, c’est le dernier prix avant la manipulation qui compte.
start-method-4 = Ce qui n’a pas de prix est listé avec sa quantité. Cela n’entre dans aucun total et n’est jamais compté pour zéro.
start-method-5 = Chaque ligne est arrondie une seule fois, à huit décimales. Les totaux sont des sommes exactes de lignes.
start-method-full = La méthode en entier
start-method-translated = Ceci est une traduction. C’est le texte anglais, plus bas, qui fait foi : il figure dans chaque recueil de preuves.
start-method-english = Le texte anglais
start-keys-lead = Chaque recueil de preuves est signé avec cette clé. Une clé contenue dans un recueil ne prouve rien à elle seule. Comparez son empreinte avec celle imprimée sur le rapport, ou demandez-la à votre coordinateur par un autre canal.
start-keys-fingerprint = Empreinte
start-keys-line = Clé publique
start-keys-compare = Le fichier README de chaque recueil explique comment vérifier la signature avec ssh-keygen, présent sur presque tous les ordinateurs.
start-role-claimant = Votre dossier
start-role-coordinator = Coordination
start-role-investigator = Recueils de preuves
start-begin-claim = Ouvrir votre dossier
start-begin-group = Voir tous les dossiers
start-begin-bundles = Voir les recueils de preuves
start-waits-claim-new = Commencez votre dossier
start-waits-claim-go-on = Continuez votre dossier
start-waits-claim-returned = Votre coordinateur a une question sur votre dossier
start-waits-claim-confirm = Vérifiez le dossier qui a été préparé pour vous
start-waits-review = { $count ->
    [1] Un dossier attend d’être examiné
   *[other] { $count } dossiers attendent d’être examinés
}
start-waits-messages = { $count ->
    [1] Un message non lu
   *[other] { $count } messages non lus
}
start-waits-asked-back = { $count ->
    [1] Une personne lésée demande le renvoi de son dossier
   *[other] { $count } personnes lésées demandent le renvoi de leur dossier
}
start-waits-members = { $count ->
    [1] Une personne attend la confirmation d’une deuxième personne
   *[other] { $count } personnes attendent la confirmation d’une deuxième personne
}
start-waits-releases = { $count ->
    [1] Une transmission attend une approbation
   *[other] { $count } transmissions attendent une approbation
}
start-waits-prices = { $count ->
    [1] Un actif n’a pas encore de prix
   *[other] { $count } actifs n’ont pas encore de prix
}
start-waits-bundles = { $count ->
    [1] Un rapport vous est transmis
   *[other] { $count } rapports vous sont transmis
}
