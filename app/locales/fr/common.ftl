# Les mots de toutes les pages. « Redress » est le nom du produit dans toutes les langues.
common-language-name = Français
common-language-thousands = {"\u202F"}
common-language-decimal = ,
common-product = Redress
common-skip = Aller au contenu
common-navigation = Rubriques
common-sign-in = Se connecter
common-sign-out = Se déconnecter
common-demo-note = Ceci est une démonstration avec des personnes inventées. N’y mettez aucune donnée réelle.
common-help = Aide
common-help-text = Une question sur votre dossier ? Écrivez à vos coordinateurs, sous « Messages » dans votre dossier. Ils lisent chaque message, et c’est une personne qui répond.
common-scam-warning = Personne de ce site ne vous demandera jamais un mot de passe, une clé, un paiement ou l’accès à votre ordinateur. Ceux qui promettent de récupérer votre argent contre des frais sont des escrocs.
common-session-end = Pour votre sécurité, si vous n’utilisez plus ce site, votre session se terminera le
common-session-end-after = Ce que vous avez enregistré reste.
common-session-last-end = Pour votre sécurité, vous devrez vous reconnecter le
common-session-last-end-after = Ce que vous avez enregistré reste.
common-session-stay = Rester connecté
common-session-stay-hint = (ouvre un nouvel onglet ; cette page reste telle quelle)
common-session-soon = Votre session va se terminer, car vous ne l’avez pas utilisée depuis un moment. Appuyez sur le bouton pour continuer ; cette page reste telle quelle.
common-session-last-soon = Votre session va atteindre sa durée maximale. Envoyez maintenant ce que vous avez saisi. Si vous l’envoyez plus tard, vous vous reconnectez d’abord, et ce que vous avez saisi revient.
common-session-over = Votre session est terminée. Ce que vous avez saisi est encore ici. Envoyez-le comme d’habitude et connectez-vous quand on vous le demande. Il sera alors de nouveau dans le formulaire, prêt à être envoyé.
common-late-placed = Votre session était terminée avant cet envoi. Ce que vous avez saisi est de retour dans le formulaire ci-dessous. Rien n’a encore été envoyé. Vérifiez, puis appuyez à nouveau sur le bouton.
common-late-left = Votre session était terminée avant cet envoi. Rien n’a été envoyé. Voici ce que vous avez saisi, pour le copier :
common-late-discard = Effacer ce que j’ai saisi
common-method = Comment une perte est calculée
common-formats = Les fichiers que nous savons lire
common-keys = Nos clés de signature
common-counted = Comment ces chiffres sont calculés
common-counted-method = La méthode
# Entre un libellé et ce qui le suit.
common-colon = {" : "}
common-error = Erreur
common-error-summary = Il y a un problème
common-optional = (facultatif)
common-page-before = Page précédente
common-page-after = Page suivante
common-page-of = Page { $page } sur { $pages }
common-pages = Pages
common-change = Modifier
common-save = Enregistrer et continuer
common-cancel = Annuler
common-none = aucun
common-yes = Oui
common-no = Non
common-to-start = Vers la page d’accueil
common-not-found = Page introuvable
common-not-found-text = Cette page n’existe pas ici, ou vous ne pouvez pas l’ouvrir. Vérifiez l’adresse, ou connectez-vous avec le compte auquel elle a été envoyée.
common-not-from-here = Cette demande ne vient pas de nos pages
common-not-from-here-text = Rien n’a été modifié. Revenez en arrière, rechargez la page et envoyez à nouveau votre demande.
common-too-many = Trop d’essais
common-too-many-text = Pour protéger les données de chacun, nous limitons le nombre d’essais à la suite. Rien n’est perdu.
common-try-again-in = Réessayez dans { $minutes ->
    [1] une minute
   *[other] { $minutes } minutes
}.
common-try-again-seconds = Réessayez dans { $seconds ->
    [1] une seconde
   *[other] { $seconds } secondes
}.
common-busy = Beaucoup de personnes se connectent en ce moment
common-busy-text = Le serveur vérifie un nombre limité de mots de passe à la fois. Rien n’est perdu.
common-files-away = Les fichiers sont injoignables en ce moment
common-files-away-text = Le stockage qui garde les fichiers ne répond pas. Rien n’a été modifié ni perdu. Ce que vous venez d’envoyer n’a pas été gardé : envoyez-le de nouveau plus tard.
common-bad-request = Nous n’avons pas compris cette demande
common-bad-request-text = Il manquait quelque chose à la demande, ou elle était endommagée. Rien n’a été modifié. Revenez en arrière et envoyez-la à nouveau.
common-too-slow = L’envoi a pris trop de temps
common-too-slow-text = Rien n’a été gardé. Vérifiez votre connexion et envoyez à nouveau.
common-too-large = Votre envoi est trop volumineux
common-too-large-text = Rien n’a été gardé. Envoyez un fichier plus petit, ou plusieurs.
common-conflict = Quelqu’un a modifié ceci entre-temps
common-conflict-text = C’était peut-être vous, dans une autre fenêtre. Rien n’a été écrasé. Revenez en arrière, rechargez la page et regardez la nouvelle version.
common-broken = Une erreur s’est produite de notre côté
common-broken-text = Rien de ce que vous avez enregistré n’est perdu. Réessayez. Si cela se reproduit, donnez la référence ci-dessous à vos coordinateurs.
common-reference = Référence : { $reference }
common-nav-claim = Votre dossier
common-nav-group = Dossiers
common-nav-totals = Totaux
common-nav-prices = Prix de référence
common-nav-snapshots = Rapports
common-nav-releases = Transmissions
common-nav-people = Personnes
common-nav-custody = Qui a vu quoi
common-nav-settings = Réglages
common-nav-bundles = Recueils de preuves
common-nav-search = Recherche
common-nav-links = Liens
common-moment = { $day } { $month } { $year } à { $time } UTC
common-month-01 = janvier
common-month-02 = février
common-month-03 = mars
common-month-04 = avril
common-month-05 = mai
common-month-06 = juin
common-month-07 = juillet
common-month-08 = août
common-month-09 = septembre
common-month-10 = octobre
common-month-11 = novembre
common-month-12 = décembre
# Là où trop peu a un prix
common-no-total = pas de total
common-no-total-why = Aucun total n’est affiché lorsque plus de la moitié des lignes contestées n’ont pas de prix.
common-no-total-rest = Lignes avec un prix, dans les rangées sans total

common-conditions = Un prix a au plus { $minutes } minutes, un prix journalier { $hours } heures, un cours de change { $days } jours.
common-conditions-quotes = Là où un actif a un prix en plusieurs monnaies, la première de celles-ci sert : { $quotes }.
common-conditions-sources = Sources de prix choisies : { $sources }.
common-check = à vérifier
common-conditions-no-par = Aucun actif n’est compté à 1 USD.
common-conditions-par = Comptés à 1 USD : { $assets }.
common-conditions-bridge = Les prix en d’autres jetons sont convertis par { $bridge }.
common-conditions-not-manipulated = Aucun marché n’est inscrit comme manipulé.
common-conditions-manipulated = Marchés manipulés : { $spans }.
common-conditions-flat = Une personne dit que rien n’était détenu dans aucun contrat à ce moment : { $moment }.
common-conditions-span = { $asset } du { $from } au { $to }
common-conditions-span-open = { $asset } à partir du { $from }, sans fin
common-claim-counts = Dossiers comptés dans les totaux : { $counted } (acceptés : { $accepted }). Non comptés : { $drafts } pas encore remis, { $declined } refusés, { $withdrawn } retirés.
common-narrow = Filtrer cette liste
common-more-files = { $count ->
    [1] Un autre fichier à l’intérieur
   *[other] { $count } autres fichiers à l’intérieur
}
common-narrowed = Filtrée par : { $to }

# Lignes que deux fichiers racontent différemment
conflicts-title = Lignes sur lesquelles deux fichiers se contredisent
conflicts-text = { $count ->
    [1] Une ligne a le même identifiant dans deux fichiers, qui se contredisent à son sujet. L’une des deux compte.
   *[other] { $count } lignes ont le même identifiant dans deux fichiers, qui se contredisent à leur sujet. Dans chaque paire, une seule compte.
}
conflicts-what-to-do = C’est à la personne lésée de dire quelle ligne est juste. D’ici là, une règle de la méthode choisit celle qui compte.
conflicts-decide-lead = Cherchez quelle ligne est juste, par exemple en téléchargeant de nouveau le fichier sur la plateforme. Dites ensuite quelle ligne compte, et pourquoi. Votre décision fait partie de votre dossier, et les rapports la montrent.
conflicts-none-open = Pour chacune d’elles, quelqu’un a décidé quelle ligne compte.
conflicts-open = À décider
conflicts-settled = Décidé
conflicts-heading = Identifiant { $id }, { $market }
conflicts-field = Ce que disent les fichiers
conflicts-counting = Compte
conflicts-counted = Cette ligne compte
conflicts-other = Cette ligne ne compte pas
conflicts-apart = Écart sur la perte
conflicts-apart-own = comptée actuellement
conflicts-apart-none = pas de chiffre
conflicts-not-known = inconnu
conflicts-nothing = rien
conflicts-decide = Quelle ligne compte ?
conflicts-reason = Pourquoi cette ligne
conflicts-reason-hint = Par exemple : j’ai téléchargé de nouveau le fichier, et il donne ce chiffre.
conflicts-decide-button = Enregistrer cette décision
conflicts-decide-again = Modifier cette décision
conflicts-decided = Décision : { $place } compte.
conflicts-decided-by = Prise par { $who }
conflicts-take-back = Revenir sur cette décision
conflicts-idle-title = Décisions sans effet
conflicts-idle-text = Aucune autre ligne ne contredit plus ces lignes, ou leur fichier a été enlevé.
conflicts-place = { $file }, ligne { $line }
conflicts-more = { $count ->
    [1] Une autre n’est pas montrée ici.
   *[other] { $count } autres ne sont pas montrées ici.
}
conflicts-field-time = l’heure
conflicts-field-side = le sens
conflicts-field-size = la taille
conflicts-field-price = le prix
conflicts-field-out = ce qui est sorti
conflicts-field-in = ce qui est entré
conflicts-field-fee = les frais
conflicts-field-order = l’identifiant de l’ordre
conflicts-by-detail = son fichier est le plus détaillé
conflicts-by-less = elle porte sur la plus petite quantité
conflicts-by-hash = rien d’autre ne les départage : son fichier est le premier par son SHA-256
conflicts-by-decision = quelqu’un l’a décidé
conflicts-in-totals = { $count ->
    [1] Deux fichiers se contredisent sur une ligne ({ $claims ->
        [1] dans un dossier
       *[other] dans { $claims } dossiers
    }). L’une des deux compte ; l’autre changerait la somme d’au plus { $apart }.
   *[other] Deux fichiers se contredisent sur { $count } lignes ({ $claims ->
        [1] dans un dossier
       *[other] dans { $claims } dossiers
    }). Dans chaque paire, une seule compte ; les autres changeraient la somme d’au plus { $apart }.
}

# Travail en cours
common-job-waiting = En attente de son tour
common-job-begun = Démarrage
common-job-counts = { $step } : { $counts }
common-job-of = { $done } sur { $all }
common-job-rows = { $done ->
    [one] { $done } ligne
   *[other] { $done } lignes
}
common-job-rows-of = { $done } sur { $all ->
    [one] { $all } ligne
   *[other] { $all } lignes
}
common-job-claims = { $done } sur { $all ->
    [one] { $all } dossier
   *[other] { $all } dossiers
}
common-job-reading-file = Lecture de { $file }
common-job-step-reading = Lecture des fichiers
common-job-step-comparing = Recherche des lignes présentes dans plusieurs fichiers
common-job-step-valuing = Calcul des pertes
common-job-step-writing = Enregistrement du résultat
common-job-step-gathering = Réunion des dossiers, des fichiers et des prix
common-job-step-sealing = Assemblage et signature
common-job-step-linking = Recherche des liens entre dossiers
common-job-step-sweeping = Nettoyage
common-job-over = Le travail est terminé. Rechargez cette page pour voir le résultat.
common-job-again = Réessayer
common-job-failed-not-valued = La perte de { $claims } ne peut pas être calculée. La page de chaque dossier dit pourquoi. Renvoyez le dossier ou refusez-le, puis réessayez.
common-job-failed-stale = Ces dossiers, ou les prix, ont changé pendant l’évaluation des autres dossiers : { $claims }. Réessayez dans un instant.
common-job-failed-changed = Un dossier a changé, ou un autre rapport a été figé, au même moment. Réessayez.
common-job-failed-release-ended = Ce rapport ne vous est plus transmis. Demandez une nouvelle transmission à vos coordinateurs.
common-job-failed-too-large = Le fichier serait plus grand que ce que ce serveur conserve ({ $size }). L’exploitant peut augmenter { $limit }.
common-job-failed-settings = Un réglage de l’incident est faux : { $message }. Corrigez-le, puis réessayez.
common-job-failed-broken = Quelque chose a échoué plusieurs fois de notre côté. Rien n’est perdu. Réessayez. En cas de nouvel échec, prévenez l’exploitant.
common-working = Calcul en cours
common-working-text = Ce que vous demandez a besoin de chiffres encore en cours de calcul. Réessayez dans un instant.
common-filter-id = Identifiant d’ordre, d’échange ou de transaction, adresse ou mémo
