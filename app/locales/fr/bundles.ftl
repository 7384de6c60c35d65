bundles-title = Recueils de preuves
bundles-lead = Les rapports du groupe qui vous ont été transmis. Vous pouvez vérifier chaque recueil de preuves sans nous faire confiance.
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
bundles-why-not-released = hors de cette transmission
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
bundles-choices = Choisir le type, les dossiers ou votre clé
bundles-kind = Type de recueil
bundles-kind-pseudonymous = Sans noms
bundles-kind-pseudonymous-about = Opérations, prix, méthode et empreintes des originaux. Aucun original, aucun nom, aucun texte écrit par quelqu’un.
bundles-kind-identified = Avec originaux et noms
bundles-kind-identified-about = Originaux, noms et récits de ceux qui sont d’accord.
bundles-which = Quels dossiers
bundles-which-whole = Tous ceux qui peuvent vous être transmis
bundles-which-claims = Seulement certains
bundles-which-since = Seulement ce qui est nouveau depuis un recueil antérieur
bundles-which-references = Références de ces dossiers
bundles-which-references-hint = Pour « Seulement certains ». Séparez les références par des espaces.
bundles-since = Recueil antérieur
bundles-since-hint = Pour « Seulement ce qui est nouveau depuis un recueil antérieur ». Les deux recueils forment ensemble le tout, et « redress verify --continues » le montre.
bundles-key = Votre clé publique
bundles-key-hint = Une clé age (age1…), ou la ligne d’un fichier .pub de SSH (ssh-ed25519 ou ssh-rsa). Le recueil est alors chiffré, et vous seul pouvez l’ouvrir. Laissez ce champ vide pour un recueil sans chiffrement.
bundles-error-kind = Cette transmission ne couvre pas ce type de recueil. Choisissez un autre type, ou demandez une nouvelle transmission à la coordination.
bundles-error-which = Choisissez quels dossiers le recueil contient
bundles-error-claims-none = Indiquez les références des dossiers, ou choisissez-les tous
bundles-error-claims = Ces dossiers ne peuvent pas vous être transmis, ou ne sont pas dans ce rapport : { $claims }
bundles-error-since = Choisissez un recueil antérieur
bundles-error-since-kind = Le recueil antérieur est d’un autre type. Choisissez le même type, ou un autre recueil.
bundles-error-key-long = Une clé publique a au plus { $count } caractères
bundles-error-key-secret = C’est une clé secrète ; elle n’a pas été gardée. Ne la donnez jamais à personne. Donnez la clé publique.
bundles-error-key-lines = Donnez une seule clé publique, sur une ligne
bundles-error-key-age = Cette clé age est incomplète ou mal saisie. Elle commence par age1 et a 62 caractères.
bundles-error-key-ssh = Cette clé SSH est incomplète ou mal saisie. Copiez toute la ligne du fichier .pub.
bundles-error-key-ssh-type = On ne peut rien chiffrer pour ce type de clé SSH. Donnez une clé de type ed25519 ou RSA.
bundles-error-key-rsa = Cette clé RSA a moins de 2048 bits ou plus de 4096. Donnez une autre clé.
bundles-error-key-unknown = Ce n’est ni une clé age (age1…) ni une clé SSH (ssh-ed25519 … ou ssh-rsa …)
bundles-making = Un recueil de preuves est en préparation.
bundles-failed = Un recueil de preuves n’a pas pu être constitué.
bundles-case-changed = Le numéro a été changé dans une autre fenêtre : c’est « { $number } » à présent. Enregistrez à nouveau le vôtre pour le remplacer
bundles-packages = Recueils constitués
bundles-package = Recueil
bundles-download = Télécharger ce recueil (ZIP)
bundles-download-encrypted = Télécharger ce recueil (chiffré pour votre clé)
bundles-closed = Fermé : quelqu’un qui y figure n’est plus d’accord. Constituez un nouveau recueil ci-dessous.
bundles-taken-back = Quelqu’un qui figure dans ce recueil de preuves n’est plus d’accord : il ne peut plus être téléchargé. Constituez un recueil de l’état actuel : il contient ceux qui sont d’accord
bundles-confirm-first = Votre mot de passe a été saisi il y a trop longtemps pour poursuivre ce téléchargement. Choisissez à nouveau le lien du recueil, confirmez votre mot de passe, puis poursuivez.
bundles-built = Constitué
bundles-bytes = Octets
bundles-shared = Dossiers inclus
bundles-withheld = Par référence
bundles-case = Votre numéro d’affaire
bundles-case-hint = Pour vous repérer. Il est gardé dans le journal de la transmission.
bundles-case-save = Enregistrer ce numéro
bundles-case-long = Le numéro d’affaire peut avoir au plus { $count } caractères
bundles-verify = Comment vérifier un recueil
bundles-verify-text = Il suffit d’outils présents sur presque tous les ordinateurs, sans réseau. La dernière ligne recalcule chaque perte à partir des originaux, ou des opérations là où un recueil n’a pas de noms.
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
